import { InvalidError } from '../gomod/invalid-error.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { formatHash, parseHash } from './hash.ts'
import { isSize, parseSize } from './tree-size.ts'

/** What proves offline that a log has a record: put beside the record, it replaces asking the log. */
export interface TlogProof {
  /** Number of the record in the log. */
  readonly index: number
  /** Siblings of the record from the bottom up, 32 bytes each. */
  readonly proof: readonly Uint8Array[]
  /** Signed checkpoint, with the cosignatures of witnesses. */
  readonly checkpoint: string
  /** Whatever the maker wanted to add. Nobody has signed it. */
  readonly extra?: Uint8Array
}

const firstLine = 'c2sp.org/tlog-proof@v1'
// A tree of 2^52 records has no longer proof.
const maxHashes = 52

/**
 * The text of a proof, for a file with the ending `.tlog-proof`.
 *
 * @throws InvalidError when the index or a hash is not one
 *
 * Source: C2SP tlog-proof ("Format")
 */
export function formatTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  if (!isSize(index)) throw new InvalidError(`Invalid index ${index} of a record`)
  const lines = [
    firstLine,
    ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
    `index ${index}`,
    ...proof.map((hash) => formatHash(hash)),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/**
 * Reads the text of a proof. Nothing in it is verified; `verifyTlogProof` does that.
 *
 * @throws InvalidError when it is malformed
 *
 * Source: C2SP tlog-proof ("Format")
 */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  if (first !== firstLine) {
    throw new InvalidError(`Invalid proof: its first line is not "${firstLine}"`)
  }
  const extra = lines[0]?.startsWith('extra ') ? readExtra(lines.shift() ?? '') : undefined
  const [, index] = /^index (.*)$/.exec(lines.shift() ?? '') ?? []
  if (index === undefined) throw new InvalidError('Invalid proof: it has no line with the index')
  if (lines.length > maxHashes) {
    throw new InvalidError(`Invalid proof: it has more than ${maxHashes} hashes`)
  }
  return {
    index: parseSize(index, 'index'),
    proof: lines.map((line) => parseHash(line)),
    checkpoint: text.slice(end + 2),
    ...(extra === undefined ? {} : { extra }),
  }
}

function readExtra(line: string): Uint8Array {
  const extra = decodeBase64(line.slice('extra '.length))
  if (extra !== undefined) return extra
  throw new InvalidError('Invalid proof: its extra data is not base64')
}
