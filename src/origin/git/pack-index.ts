import { readFile } from 'node:fs/promises'

/** Which objects a pack has, as its index tells. */
export interface PackIndex {
  readonly count: number
  /** The hash at a place, in order of hashes. */
  readonly hashAt: (place: number) => string
  /** @param hash lower-case hex */
  readonly has: (hash: string) => boolean
}

const counts = 256 * 4

/**
 * Reads the index of a pack, version 1 or 2; undefined where that is no such file.
 *
 * Source: gitformat-pack(5), "pack-*.idx files"
 */
export function packIndex(index: Buffer, hashBytes: 20 | 32): PackIndex | undefined {
  if (index.length < 8 + counts) return undefined
  const isNew = index.readUInt32BE(0) === 0xff744f63
  if (isNew && index.readUInt32BE(4) !== 2) return undefined
  const fanOut = isNew ? 8 : 0
  const count = index.readUInt32BE(fanOut + counts - 4)
  // Version 1 has the offset of each object before its hash.
  const before = isNew ? 0 : 4
  const names = fanOut + counts + before
  const step = before + hashBytes
  if (index.length < names - before + count * step) return undefined

  const place = (at: number): number => names + at * step
  const upTo = (byte: number): number =>
    byte < 0 ? 0 : Math.min(count, index.readUInt32BE(fanOut + byte * 4))

  return {
    count,
    hashAt: (at) => index.toString('hex', place(at), place(at) + hashBytes),
    has(hash) {
      const wanted = Buffer.from(hash, 'hex')
      if (wanted.length !== hashBytes) return false
      let [low, high] = [upTo((wanted[0] ?? 0) - 1), upTo(wanted[0] ?? 0)]
      while (low < high) {
        const middle = (low + high) >>> 1
        const order = index.compare(wanted, 0, hashBytes, place(middle), place(middle) + hashBytes)
        if (order === 0) return true
        if (order < 0) low = middle + 1
        else high = middle
      }
      return false
    },
  }
}

/**
 * The hashes of all objects of a pack on disk; undefined where the file is no index.
 *
 * @param file ends with `.idx`
 */
export async function objectsOfPack(
  file: string,
  hashBytes: 20 | 32,
): Promise<string[] | undefined> {
  const index = packIndex(await readFile(file), hashBytes)
  return index && Array.from({ length: index.count }, (_, at) => index.hashAt(at))
}
