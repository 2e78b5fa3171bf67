import { createHash } from 'node:crypto'
import type { VersionRecord, ZipFacts } from './content.ts'

const magic = 'headwater-record 1 '
const newline = 0x0a

/** The line of JSON between the check line and the bytes. */
interface Head {
  readonly path: string
  readonly version: string
  readonly zip: ZipFacts | null
  /** Bytes of `.info` and `.mod`, which follow in this order with nothing between. */
  readonly info: number
  readonly mod: number
}

/**
 * Spells a record as the bytes of its file: a line with the SHA-256 of all that follows it, a line of
 * JSON, then the exact bytes of `.info` and `.mod`.
 */
export function encodeRecord(record: VersionRecord): Buffer {
  const { path, version, info, mod, zip } = record
  const facts = zip ? { size: zip.size, sha256: zip.sha256, h1: zip.h1 } : null
  const head: Head = { path, version, zip: facts, info: info.length, mod: mod.length }
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), info, mod])
  return Buffer.concat([Buffer.from(`${magic}${sha256(body)}\n`), body])
}

/**
 * Reads what {@link encodeRecord} wrote.
 *
 * @returns the record, or what is wrong with the bytes: any change to them is noticed, and so is a file
 *   that belongs to another version.
 */
export function decodeRecord(
  bytes: Buffer,
  path: string,
  version: string,
): VersionRecord | { readonly damage: string } {
  const end = bytes.indexOf(newline)
  const first = bytes.toString('latin1', 0, Math.max(end, 0))
  if (!first.startsWith(magic)) return { damage: 'it does not begin as a record does' }
  const body = bytes.subarray(end + 1)
  if (first !== `${magic}${sha256(body)}`) return { damage: 'its bytes do not match its SHA-256' }
  const headEnd = body.indexOf(newline)
  const head = JSON.parse(body.toString('utf8', 0, headEnd)) as Head
  if (head.path !== path || head.version !== version) {
    return { damage: `it is the record of ${head.path}@${head.version}` }
  }
  const info = body.subarray(headEnd + 1, headEnd + 1 + head.info)
  const mod = body.subarray(headEnd + 1 + head.info)
  return { path, version, info, mod, ...(head.zip ? { zip: head.zip } : {}) }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
