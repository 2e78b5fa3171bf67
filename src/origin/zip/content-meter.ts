import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** The sums over the content of one file. */
export interface ContentSums {
  /** Bytes. */
  readonly size: number
  /** CRC-32, as zip files have it. */
  readonly crc: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** Sums up content as it goes by. */
export interface ContentMeter {
  add(chunk: Uint8Array): void
  /** To be called once, at the end. */
  sums(): ContentSums
}

/** A meter that has seen nothing yet. */
export function contentMeter(): ContentMeter {
  const hash = createHash('sha256')
  let size = 0
  let crc = 0
  return {
    add(chunk) {
      hash.update(chunk)
      crc = crc32(chunk, crc)
      size += chunk.length
    },
    sums: () => ({ size, crc, sha256: hash.digest('hex') }),
  }
}
