import { Failure } from '../../failure.ts'
import type { Depot } from './depot.ts'
import { isObjectType, linksOf, type ObjectType } from './object-links.ts'
import type { ObjectFormat } from './refs.ts'
import type { PackWish } from './remote.ts'

/** The objects that a wish is for, as far as they are known: each names others. */
export interface ObjectWalk {
  /** Those to look at next, commits and folders before files; undefined at the end. */
  next(): readonly string[] | undefined
  /** Looks at them in the depot; those that it does not hold are told. @throws DepotDamaged; Failure as {@link ObjectWalk.saw} */
  missing(hashes: readonly string[], depot: Pick<Depot, 'read' | 'notHeld'>): Promise<string[]>
  /**
   * Takes in what an object names.
   *
   * @throws Failure `unreachable` (at `repository`) when it is malformed, `refused` when there is no end of them
   */
  saw(type: ObjectType, content: Buffer): void
  /** Puts some back: they are looked at again. */
  again(hashes: readonly string[]): void
}

/** Objects of one occasion: a few hundred bytes of memory each. */
const mostObjects = 1_000_000

/** Objects looked at together. */
const together = 256

/** More than the largest object that names others. */
export const maxNaming = 64 * 1024 * 1024

/** Begins at what a wish wants, and ends at what it has with everything behind it. */
export function objectWalk(wish: PackWish, url: string, format: ObjectFormat): ObjectWalk {
  const wanted = new Set(wish.wants)
  const partial = new Set(wish.shallow)
  const seen = new Set(wish.haves.filter((hash) => !partial.has(hash)))
  const naming: string[] = []
  const files = new Set<string>()
  let waiting: string[] = []

  function add(hash: string, type?: ObjectType): void {
    if (seen.has(hash)) return
    if (seen.size >= mostObjects) {
      const text = `Cannot read objects of ${url}: there are more than ${mostObjects}`
      throw new Failure('refused', text, { url, at: 'repository' })
    }
    seen.add(hash)
    if (type === 'blob') files.add(hash)
    put(hash)
  }

  function put(hash: string): void {
    const line = files.has(hash) ? waiting : naming
    line.push(hash)
  }

  function saw(type: ObjectType, content: Buffer): void {
    for (const link of linksOf(type, content, format)) {
      const isContent = link.type === 'tree' || link.type === 'blob'
      if (isContent && wish.without === 'content') continue
      if (link.type === 'blob' && wish.without === 'files') continue
      if (link.isParent && wish.depth) continue
      add(link.hash, link.type)
    }
  }

  for (const hash of wish.wants) add(hash)
  return {
    saw,
    next() {
      if (naming.length > 0) return naming.splice(0, together)
      const all = waiting
      waiting = []
      return all.length > 0 ? all : undefined
    },
    async missing(hashes, depot) {
      const absent: string[] = []
      const blobs = hashes.filter((hash) => files.has(hash))
      for (const hash of hashes) {
        if (files.has(hash)) continue
        // What is wanted may be a file of any size.
        const isFile = wanted.has(hash) && (await depot.read(hash)).type === 'blob'
        const { type, bytes } = await depot.read(hash, isFile ? undefined : maxNaming)
        if (isObjectType(type)) saw(type, bytes)
        else absent.push(hash)
      }
      return [...absent, ...(blobs.length > 0 ? await depot.notHeld(blobs) : [])]
    },
    again: (hashes) => hashes.forEach(put),
  }
}
