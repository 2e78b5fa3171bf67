import { isSize } from './tree-size.ts'

/** A perfect subtree: 2^`level` records from `n` × 2^`level` on. Level 0 is a record. */
export interface Subtree {
  readonly level: number
  readonly n: number
}

/**
 * Where the hash of a perfect subtree stands when all of them are written in the order in which they
 * become complete: each record, then the subtrees it completes, from small to large.
 *
 * @throws RangeError when the subtree lies beyond the largest tree
 *
 * Source: x/mod/sumdb/tlog.StoredHashIndex
 */
export function storedHashIndex(level: number, n: number): number {
  const end = (n + 1) * 2 ** level
  if (!isSize(level) || !isSize(n) || !isSize(end)) {
    throw new RangeError(`No subtree ${n} at level ${level}: the largest tree has 2^52 records`)
  }
  return storedHashCount(end - 1) + level
}

/**
 * How many hashes a tree of `size` records stores, which is also where the next record's goes.
 *
 * Source: x/mod/sumdb/tlog.StoredHashCount
 */
export function storedHashCount(size: number): number {
  let count = 0
  for (let subtrees = size; subtrees > 0; subtrees = Math.floor(subtrees / 2)) count += subtrees
  return count
}

/**
 * The subtree whose {@link storedHashIndex} is `index`.
 *
 * @throws RangeError when `index` is not the index of a stored hash
 *
 * Source: x/mod/sumdb/tlog.SplitStoredHashIndex
 */
export function splitStoredHashIndex(index: number): Subtree {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`No stored hash ${index}`)
  // Fewer than 2n hashes stand before record n, and at most 53 fewer.
  let record = Math.floor(index / 2)
  while (storedHashCount(record + 1) <= index) record += 1
  const level = index - storedHashCount(record)
  return { level, n: Math.floor(record / 2 ** level) }
}
