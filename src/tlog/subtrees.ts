import { nodeHash } from './hash.ts'
import type { Subtree } from './stored-hash.ts'

/** The records `lo`, `lo` + 1, … `hi` - 1. */
export interface Range {
  readonly lo: number
  readonly hi: number
}

/**
 * The perfect subtrees that make up a range of a tree, from left to right, each as large as it can be.
 * `lo` must be a multiple of the first one's size, as the parts of a tree are; at most 53 come out.
 *
 * Source: RFC 6962 section 2.1
 */
export function perfectSubtrees({ lo, hi }: Range): Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = lo; at < hi;) {
    const { size, level } = largestPower(hi - at)
    subtrees.push({ level, n: at / size })
    at += size
  }
  return subtrees
}

/**
 * The root over the hashes of {@link perfectSubtrees}: the last two are joined, then the one before,
 * and so on. There must be at least one.
 */
export function joinSubtrees(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The largest power of two that is at most `count`, itself at least 1. */
export function largestPower(count: number): { size: number; level: number } {
  let size = 1
  let level = 0
  for (; size * 2 <= count; size *= 2) level += 1
  return { size, level }
}
