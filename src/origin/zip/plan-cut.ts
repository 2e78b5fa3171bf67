import { checkFiles, type FileProblem, type ZipEntry } from '../../gomod/zip-rules.ts'
import { brokenArchive } from './broken-archive.ts'
import { checkedModule } from './checked-module.ts'
import type { CutInput } from './cut-zip.ts'
import type { TarEntry } from './read-tar.ts'
import { unusable } from './unusable.ts'
import { watchGoMod } from './watch-go-mod.ts'
import { MAX_NAME_BYTES } from './write-zip.ts'

/** Which files of a tree go into the zip, judged by their names. */
export interface CutPlan {
  /** `path@version` */
  readonly module: string
  /** The file to add after those of the archive. */
  readonly license: Uint8Array | undefined
  /**
   * Takes the next entry of the archive: its name from the root of the module when it belongs in the
   * zip, undefined when it is left out.
   *
   * @throws Failure `unreachable` for an entry that was not listed
   */
  take(entry: TarEntry): string | undefined
  /** The content of go.mod, watched as `watchGoMod` says. */
  watchGoMod(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /** @throws Failure `unreachable` when a listed file was not in the archive */
  checkComplete(): void
}

interface Expected {
  readonly belongs: boolean
  missing: number
}

/** By kind, then by name: a tree may have a file and a link of one name. */
type ExpectedByName = ReadonlyMap<string, ReadonlyMap<string, Expected>>

/** What every name in the archive begins with. */
const PREFIX = 'prefix/'

/**
 * Judges the names of a tree; sizes are known only while the archive is read.
 *
 * @throws Failure `invalid` for the module path or version, `unusable` naming the files at fault
 *
 * Source: cmd/go/internal/modfetch.codeRepo.Zip, x/mod/zip.Create
 */
export function planCut(input: CutInput): CutPlan {
  const module = checkedModule(input.path, input.version)
  const subdir = input.subdir === '' ? '' : `${input.subdir}/`
  const listed: ZipEntry[] = input.entries
    .filter(({ name }) => name.startsWith(subdir))
    .map(({ name, kind }) => ({ name: name.slice(subdir.length), kind, size: 0 }))

  const hasLicense = subdir === '' || listed.some(({ name }) => name === 'LICENSE')
  const license = hasLicense ? undefined : input.license
  const added: ZipEntry = { name: 'LICENSE', kind: 'file', size: 0 }
  const all = license === undefined ? listed : [...listed, added]

  const { valid, invalid } = checkFiles(all, { goVersion: input.goVersion })
  const problems = [...invalid, ...tooLong(all, subdir, module)]
  if (problems.length > 0) throw unusable(module, problems)

  const expected = expect(listed, new Set(valid.map(({ name }) => name)))
  return {
    module,
    license,
    take(entry) {
      if (!entry.name.startsWith(PREFIX)) {
        throw brokenArchive(`it has ${JSON.stringify(entry.name)} outside of ${PREFIX}`)
      }
      const full = entry.name.slice(PREFIX.length)
      if (entry.kind === 'directory' || !full.startsWith(subdir)) return undefined
      const name = full.slice(subdir.length)
      const file = expected.get(entry.kind)?.get(matchKey(name))
      if (file === undefined || file.missing === 0) {
        throw brokenArchive(`it has the ${entry.kind} ${JSON.stringify(full)}, which is not listed`)
      }
      file.missing -= 1
      return file.belongs ? name : undefined
    },
    watchGoMod(body) {
      return watchGoMod(body, {
        module,
        goVersion: input.goVersion,
        names: listed.map(({ name }) => name),
      })
    },
    checkComplete() {
      for (const ofKind of expected.values()) {
        for (const [name, { missing }] of ofKind) {
          if (missing > 0) throw brokenArchive(`${JSON.stringify(subdir + name)} is not in it`)
        }
      }
    },
  }
}

// The archive that the go command asks git for is a zip too: it cannot hold longer names either.
function tooLong(entries: readonly ZipEntry[], subdir: string, module: string): FileProblem[] {
  const longest = MAX_NAME_BYTES - Math.max(PREFIX.length + subdir.length, module.length + 1)
  return entries
    .filter(({ name }) => name.length > longest / 3 && Buffer.byteLength(name) > longest)
    .map(({ name }) => ({ name, reason: 'longer than a zip can hold' }))
}

function expect(listed: readonly ZipEntry[], belonging: ReadonlySet<string>): ExpectedByName {
  const expected = new Map<string, Map<string, Expected>>()
  for (const { name, kind } of listed) {
    const ofKind = expected.get(kind) ?? new Map<string, Expected>()
    expected.set(kind, ofKind)
    const earlier = ofKind.get(matchKey(name))
    if (earlier !== undefined) earlier.missing += 1
    else ofKind.set(matchKey(name), { belongs: kind === 'file' && belonging.has(name), missing: 1 })
  }
  return expected
}

// A name that is not UTF-8 is never in a zip; the list and the archive may have decoded it differently.
function matchKey(name: string): string {
  return name.replace(/[\uFFFD\p{Surrogate}]+/gu, '\uFFFD')
}
