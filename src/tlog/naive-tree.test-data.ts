import { hash } from 'node:crypto'

/** RFC 6962 section 2.1, word for word: the root over a list of leaf hashes. For tests. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return hash('sha256', '', 'buffer')
  if (leaves.length === 1) return only
  const [left, right] = split(leaves)
  return hash('sha256', Buffer.concat([Buffer.of(1), naiveRoot(left), naiveRoot(right)]), 'buffer')
}

/** RFC 6962 section 2.1.1: PATH(m, D[n]). */
export function naiveRecordProof(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return []
  const [left, right] = split(leaves)
  return m < left.length
    ? [...naiveRecordProof(m, left), naiveRoot(right)]
    : [...naiveRecordProof(m - left.length, right), naiveRoot(left)]
}

/** RFC 6962 section 2.1.2: PROOF(m, D[n]). */
export function naiveTreeProof(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, leaves, true)
}

function subproof(m: number, leaves: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
  if (m === leaves.length) return isWhole ? [] : [naiveRoot(leaves)]
  const [left, right] = split(leaves)
  return m <= left.length
    ? [...subproof(m, left, isWhole), naiveRoot(right)]
    : [...subproof(m - left.length, right, false), naiveRoot(left)]
}

function split(leaves: readonly Uint8Array[]): [Uint8Array[], Uint8Array[]] {
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return [leaves.slice(0, k), leaves.slice(k)]
}
