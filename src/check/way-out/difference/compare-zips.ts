import { Failure } from '../../../failure.ts'
import { compareBytes } from '../../../gomod/order.ts'
import { hashZip, type HashedZip } from '../../../origin/zip/hash-zip.ts'
import { readZipFiles } from '../../../origin/zip/read-zip-files.ts'
import type { Difference, FileDifference } from '../../outcome.ts'
import { countLines } from './count-lines.ts'
import { isGoCode } from './is-go-code.ts'

/** A module zip on this machine, and the hash that it must have to count. */
export interface KnownZip {
  readonly file: string
  readonly h1: string
}

/** Files whose differences are told. */
const mostFiles = 100
/** The largest file whose lines are counted, in bytes. */
const largestText = 512 * 1024

/**
 * How the content of a version differs from what it was; undefined where either zip is not there, or is not the one that
 * it must be.
 *
 * @throws Failure `no-space`
 */
export async function compareZips(
  before: KnownZip,
  after: KnownZip,
  path: string,
  version: string,
): Promise<Difference | undefined> {
  const old = await hashed(before, path, version)
  const now = old && (await hashed(after, path, version))
  if (!old || !now) return undefined
  const [was, is] = [hashesIn(old), hashesIn(now)]
  const differing = [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .toSorted(compareBytes)
  const told = new Set(differing.slice(0, mostFiles))
  const read = async ({ file }: KnownZip, hashes: ReadonlyMap<string, string>) =>
    readZipFiles(file, {
      root: `${path}@${version}/`,
      hashes: new Map([...hashes].filter(([name]) => told.has(name))),
      maxBytes: largestText,
    })
  const [oldFiles, newFiles] = await Promise.all([read(before, was), read(after, is)])
  const sides = { was, is, oldFiles, newFiles }
  const files = [...told].map((name) => fileDifference(name, sides))
  return {
    files,
    differing: differing.length,
    of: is.size,
    goCode: differing.some(isGoCode),
  }
}

interface Sides {
  readonly was: ReadonlyMap<string, string>
  readonly is: ReadonlyMap<string, string>
  readonly oldFiles: ReadonlyMap<string, Buffer>
  readonly newFiles: ReadonlyMap<string, Buffer>
}

function fileDifference(name: string, sides: Sides): FileDifference {
  const { added = 0, removed = 0, lines = [] } = countLines(...textsOf(name, sides)) ?? {}
  return lines.length > 0 ? { name, added, removed, lines } : { name, added, removed }
}

/** Both texts of a file: empty where it is not there, and no text where it was not read. */
function textsOf(name: string, { was, is, oldFiles, newFiles }: Sides): [Buffer, Buffer] {
  const of = (hashes: ReadonlyMap<string, string>, files: ReadonlyMap<string, Buffer>) =>
    files.get(name) ?? (hashes.has(name) ? unread : empty)
  return [of(was, oldFiles), of(is, newFiles)]
}

const empty = Buffer.alloc(0)
const unread = Buffer.from([0])

async function hashed(
  { file, h1 }: KnownZip,
  path: string,
  version: string,
): Promise<HashedZip | undefined> {
  try {
    const found = await hashZip(file, path, version)
    return found.h1 === h1 ? found : undefined
  } catch (error) {
    if (Failure.is(error, 'no-space')) throw error
    if (Failure.is(error) || (error instanceof Error && 'syscall' in error)) return undefined
    throw error
  }
}

function hashesIn({ files }: HashedZip): Map<string, string> {
  return new Map(files.map(({ name, sha256 }) => [name, sha256]))
}
