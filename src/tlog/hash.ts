import { hash } from 'node:crypto'

import { InvalidError } from '../gomod/invalid-error.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'

/** Bytes in a hash: SHA-256. */
export const hashSize = 32

/** Root of the tree without records: the hash of nothing. Source: RFC 6962 section 2.1 */
export const emptyRoot: Uint8Array = Buffer.from(
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'hex',
)

const nodeInput = new Uint8Array(1 + 2 * hashSize)
nodeInput[0] = 1

/**
 * Hash of a record: the SHA-256 of a zero byte and the record, a text standing for its UTF-8.
 *
 * Source: RFC 6962 section 2.1, x/mod/sumdb/tlog.RecordHash
 */
export function leafHash(record: string | Uint8Array): Uint8Array {
  const input = typeof record === 'string' ? `\0${record}` : Buffer.concat([Buffer.of(0), record])
  return hash('sha256', input, 'buffer')
}

/**
 * Hash of an inner node: the SHA-256 of a one byte and both children.
 *
 * @throws InvalidError when a child is not 32 bytes long
 *
 * Source: RFC 6962 section 2.1, x/mod/sumdb/tlog.NodeHash
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== hashSize || right.length !== hashSize) {
    throw new InvalidError(`Invalid hash: ${left.length} and ${right.length} bytes, not 32 each`)
  }
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashSize)
  return hash('sha256', nodeInput, 'buffer')
}

/** Whether two hashes are the same. */
export function equalHashes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** A hash as notes and proofs write it: base64. */
export function formatHash(bytes: Uint8Array): string {
  return encodeBase64(bytes)
}

/**
 * The hash whose {@link formatHash} is `text`.
 *
 * @throws InvalidError when it is not 32 bytes in strict base64
 */
export function parseHash(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes?.length === hashSize) return bytes
  throw new InvalidError(
    `Invalid hash ${JSON.stringify(text.slice(0, 60))}: it is not 32 bytes in base64`,
  )
}
