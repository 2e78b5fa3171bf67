import { readFile } from 'node:fs/promises'

/** Eight bytes of head, then 256 counts. */
const fanOut = 8
const names = fanOut + 256 * 4

/**
 * The hashes of all objects of a pack, from its index of version 2; undefined where that is no such file.
 *
 * @param file ends with `.idx`
 * Source: gitformat-pack(5), "pack-*.idx files"
 */
export async function objectsOfPack(
  file: string,
  hashBytes: 20 | 32,
): Promise<string[] | undefined> {
  const index = await readFile(file)
  if (index.length < names || index.readUInt32BE(0) !== 0xff744f63 || index.readUInt32BE(4) !== 2)
    return undefined
  const count = index.readUInt32BE(names - 4)
  if (index.length < names + count * hashBytes) return undefined
  return Array.from({ length: count }, (_, place) => {
    const from = names + place * hashBytes
    return index.toString('hex', from, from + hashBytes)
  })
}
