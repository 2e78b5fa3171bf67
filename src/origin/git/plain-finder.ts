import { Failure } from '../../failure.ts'
import { readLooseObject, type LooseObject } from './loose-object.ts'
import type { PlainFiles } from './plain-files.ts'
import type { PlainPacks } from './plain-packs.ts'
import type { PackWish } from './remote.ts'

/**
 * Finds where a server of plain files has an object: a file of its own, or the pack of that name. When something is
 * held already, files are looked for first, since little that is new is packed; until one is missing.
 *
 * @returns a function that throws Failure, as `plainFetch` has it
 */
export function plainFinder(
  wish: PackWish,
  files: PlainFiles,
  packs: PlainPacks,
): (hash: string) => Promise<LooseObject | string> {
  const wanted = new Set(wish.wants)
  let packsFirst = wish.haves.length === 0

  return async (hash) => {
    const packed = packsFirst ? await packs.packOf(hash) : undefined
    if (packed !== undefined) return packed
    const file = await files.get(`objects/${hash.slice(0, 2)}/${hash.slice(2)}`).catch(unlessDenied)
    if (file && !(file instanceof Failure)) return readLooseObject(file, hash)
    packsFirst = true
    const name = await packs.packOf(hash)
    if (name !== undefined) return name
    throw file ?? (await missing(hash, files, wanted))
  }
}

/** Servers that do not list a folder may say of what is not in it that it is forbidden. */
function unlessDenied(error: unknown): Failure {
  if (Failure.is(error, 'auth-required')) return error
  throw error
}

/** Source: gitrepository-layout(5), "objects/info/http-alternates"; by default git does not follow it, either. */
const elsewhere = ['objects/info/http-alternates', 'objects/info/alternates']

async function missing(
  hash: string,
  files: PlainFiles,
  wanted: ReadonlySet<string>,
): Promise<Failure> {
  const { url } = files
  for (const path of elsewhere) {
    if (await isPath(await files.get(path))) {
      const why = 'its server names another repository to look in for objects that it lacks'
      const text = `Cannot read objects of ${url}: ${why}`
      return new Failure('unsupported', text, { url, at: 'repository' })
    }
  }
  return wanted.has(hash)
    ? new Failure('not-found', `No such object in ${url}: ${hash}`, { url, at: 'commit' })
    : new Failure('unreachable', `Cannot read objects of ${url}: it lacks ${hash}`, {
        url,
        at: 'repository',
      })
}

/** Whether a file names something, and is no page that says that it is not there. */
async function isPath(body: AsyncIterable<Uint8Array> | undefined): Promise<boolean> {
  for await (const chunk of body ?? []) {
    if (chunk.length > 0) return /^[^<\s]/.test(Buffer.from(chunk).toString('latin1'))
  }
  return false
}
