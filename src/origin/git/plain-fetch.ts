import { buffer } from 'node:stream/consumers'
import { Failure } from '../../failure.ts'
import type { Depot } from './depot.ts'
import type { LooseObject } from './loose-object.ts'
import { maxNaming, objectWalk } from './object-walk.ts'
import type { PlainFiles } from './plain-files.ts'
import { plainFinder } from './plain-finder.ts'
import { plainPacks } from './plain-packs.ts'
import type { ObjectFormat } from './refs.ts'
import type { PackWish } from './remote.ts'
import { writePack, type PackedObject } from './write-pack.ts'

/** Files asked for at a time. */
const atATime = 8

/** Bytes of a file that is not passed on at once, and of all objects that wait to be. */
const maxKept = 1024 * 1024
const maxParcel = 16 * 1024 * 1024

/**
 * Brings objects from a server of plain files: those of the wish that the depot does not hold, one by one, or with the
 * pack that they are in. Each file is asked for once, and nothing that the wish does not lead to, but for what else is
 * in such packs. Yields packs for `Depot.addPack`; the depot must have taken in one before the next is asked for.
 *
 * @throws Failure of `PlainFiles.get`; `not-found` (at `commit`) when an object that is wanted is not there,
 *   `unreachable` (at `repository`) when one is missing that others name, or is not what its name says, `unsupported`
 *   when it may be in another repository; DepotDamaged
 * Source: gitprotocol-http(5), "Dumb Clients"; git's `http-walker.c`
 */
export async function* plainFetch(
  wish: PackWish,
  files: PlainFiles,
  depot: Pick<Depot, 'read' | 'notHeld'>,
  format: ObjectFormat,
): AsyncGenerator<AsyncIterable<Uint8Array>> {
  const walk = objectWalk(wish, files.url, format)
  const packs = plainPacks(files, format)
  const find = plainFinder(wish, files, packs)
  let parcel: Kept[] = []

  for (let hashes = walk.next(); hashes; hashes = walk.next()) {
    const inPacks = new Map<string, string[]>()
    const absent = await walk.missing(hashes, depot)
    while (absent.length > 0) {
      const batch = absent.splice(0, atATime)
      const found = await Promise.all(batch.map(async (hash) => kept(await find(hash))))
      for (const [index, object] of found.entries()) {
        if (typeof object === 'string') {
          const others = inPacks.get(object) ?? []
          inPacks.set(object, [...others, batch[index] ?? ''])
        } else if (isWhole(object)) {
          walk.saw(object.type, object.content)
          parcel.push(object)
        } else yield writePack([object], format)
      }
      if (parcel.reduce((sum, { size }) => sum + size, 0) > maxParcel) {
        yield writePack(parcel, format)
        parcel = []
      }
    }
    for (const [name, within] of inPacks) {
      yield await packs.bring(name)
      walk.again(within)
    }
  }
  if (parcel.length > 0) yield writePack(parcel, format)
}

type Kept = PackedObject & { readonly content: Buffer }

const isWhole = (object: PackedObject): object is Kept => Buffer.isBuffer(object.content)

/** What was found, and its content in memory, but for large files. */
async function kept(found: LooseObject | string): Promise<PackedObject | string> {
  if (typeof found === 'string' || (found.type === 'blob' && found.size > maxKept)) return found
  const { type, size, content } = found
  if (size > maxNaming) {
    const text = `Cannot use the objects the server sent: a ${type} has more than ${maxNaming} bytes`
    throw new Failure('refused', text, { at: 'repository' })
  }
  return { type, size, content: await buffer(content) }
}
