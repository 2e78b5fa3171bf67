import { Readable } from 'node:stream'
import { open, rm, type FileHandle } from 'node:fs/promises'

import { Failure } from '../../failure.ts'
import { hash1 } from '../../gomod/h1.ts'
import { MAX_ZIP_BYTES, sizeLimit } from '../../gomod/zip-rules.ts'
import { planCut, type CutPlan } from './plan-cut.ts'
import { readTar } from './read-tar.ts'
import { createZipWriter, withoutRoot, type ZippedFile } from './write-zip.ts'
import { unusable } from './unusable.ts'

/** A file of a commit's tree, as `git ls-tree -r` lists it; submodules are none. */
export interface TreeEntry {
  /** From the root of the repository, decoded with `decodeFileName`. */
  readonly name: string
  readonly kind: 'file' | 'symlink'
}

/** What a module zip is cut from. */
export interface CutInput {
  readonly path: string
  readonly version: string
  /** Directory of the module in the repository, slash-separated; empty for the root. */
  readonly subdir: string
  /** The Go version that the module's go.mod names, as `declaredGo` reads it; empty when there is no such file. */
  readonly goVersion: string
  /** All files of the tree, or all below `subdir`; others are passed over. */
  readonly entries: readonly TreeEntry[]
  /** Tar of that same tree, every name below `prefix/`. */
  readonly archive: AsyncIterable<Uint8Array>
  /** Raw bytes of the LICENSE at the root of the repository: added when `subdir` has none. */
  readonly license?: Uint8Array
}

/** A module zip on disk. */
export interface CutZip {
  readonly h1: string
  /** Bytes of the zip. */
  readonly size: number
  /** SHA-256 of the zip, lower-case hex. */
  readonly sha256: string
  /** In the order of the zip; names from the root of the module. */
  readonly files: ZippedFile[]
  /** Bytes of all files in the archive, those left out too. */
  readonly treeBytes: number
}

/**
 * Cuts a module zip out of the tree of a commit in one pass, and writes it to the file `target`, which
 * is on disk when this resolves (its directory entry may not be) and removed when this throws.
 *
 * The limit Go sets to the compressed archive of the whole tree, before anything is left out, is not
 * checked here: `treeBytes` tells when it may matter.
 *
 * Memory: that of the writer, and about 1 KiB for each file of the tree. When the names alone break a
 * rule, `archive` is not read at all: closing it is up to the caller then.
 *
 * @throws Failure `invalid` for the module path or version; `unusable` when Go's rules allow no zip;
 *   `unreachable` when the archive is damaged or holds other files than `entries`; {@link OtherGoVersion}
 *   when go.mod differs between repository and archive in a way that matters; `no-space`; those of `archive`
 *
 * Source: cmd/go/internal/modfetch.codeRepo.Zip, x/mod/zip.Create
 */
export async function cutZip(input: CutInput, target: string): Promise<CutZip> {
  const plan = planCut(input)
  try {
    await using file = await open(target, 'w')
    const writer = createZipWriter(zipSink(file, plan.module))
    using _ = { [Symbol.dispose]: () => writer.close() }
    const treeBytes = await fillCut(plan, input, (name, size, body) =>
      writer.add(`${plan.module}/${name}`, size, body),
    )
    const { size, sha256, files } = await writer.finish()
    await file.sync()
    return {
      h1: hash1(files),
      size,
      sha256,
      files: files.map((each) => withoutRoot(each, plan.module)),
      treeBytes,
    }
  } catch (error) {
    await rm(target, { force: true })
    throw isNoSpace(error) ? noSpace(plan.module, error) : error
  }
}

/**
 * Hands over each file of a module, by its name from the root of the module, in the order of the archive.
 *
 * @returns bytes of all files in the archive, those left out too
 * @throws Failure as {@link cutZip} does, but for the size of the zip
 */
export async function fillCut(
  plan: CutPlan,
  input: CutInput,
  take: (name: string, size: number, body: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<number> {
  const { module, license } = plan
  let room = MAX_ZIP_BYTES
  let treeBytes = 0

  async function add(name: string, size: number, body: AsyncIterable<Uint8Array>): Promise<void> {
    const limit = sizeLimit(name)
    if (size > limit) throw unusable(module, [{ name, reason: `larger than ${limit} bytes` }])
    if (size > room) throw unusable(module, `they have more than ${MAX_ZIP_BYTES} bytes`)
    room -= size
    await take(name, size, body)
  }

  for await (const entry of readTar(input.archive)) {
    treeBytes += entry.size
    const name = plan.take(entry)
    if (name === undefined) continue
    await add(name, entry.size, name === 'go.mod' ? plan.watchGoMod(entry.body) : entry.body)
  }
  plan.checkComplete()
  if (license !== undefined) await add('LICENSE', license.length, Readable.from([license]))
  return treeBytes
}

// The go command takes no zip above this size, so one that we cut would be of no use.
function zipSink(file: FileHandle, module: string): (bytes: Uint8Array) => Promise<void> {
  let size = 0
  return async (bytes) => {
    size += bytes.length
    if (size > MAX_ZIP_BYTES)
      throw unusable(module, `their zip has more than ${MAX_ZIP_BYTES} bytes`)
    await file.writeFile(bytes)
  }
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:ENOSPC|EDQUOT)$/.test(String(error.code))
}

function noSpace(module: string, cause: unknown): Failure {
  return new Failure('no-space', `Cannot write the zip of ${module}: the disk is full`, { cause })
}
