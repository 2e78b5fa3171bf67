import { emptyRoot } from './hash.ts'
import { storedHashIndex, type Subtree } from './stored-hash.ts'
import { joinSubtrees, perfectSubtrees, type Range } from './subtrees.ts'
import { isSize } from './tree-size.ts'

/**
 * Something that follows from stored hashes: which ones it needs, and what they make. The same
 * arithmetic so serves a database that answers at once and tiles that must be fetched:
 * `plan.finish(await tiles.readHashes(plan.indexes))`.
 */
export interface HashPlan<T> {
  /** Stored hash indexes. */
  readonly indexes: readonly number[]
  /** Takes the hashes at `indexes`, in the same order. Throws RangeError when there are not as many. */
  finish(hashes: readonly Uint8Array[]): T
}

/**
 * Plans the root of the tree that the first `size` records make.
 *
 * @throws RangeError when no tree has that size
 *
 * Source: x/mod/sumdb/tlog.TreeHash
 */
export function planTreeHash(size: number): HashPlan<Uint8Array> {
  if (!isSize(size)) throw new RangeError(`No tree has size ${size}`)
  const plan = planRanges(size === 0 ? [] : [{ lo: 0, hi: size }])
  return { indexes: plan.indexes, finish: (hashes) => plan.finish(hashes)[0] ?? emptyRoot }
}

/** Plans the roots of several ranges, each a part of a tree as in {@link perfectSubtrees}. */
export function planRanges(ranges: readonly Range[]): HashPlan<Uint8Array[]> {
  const parts = ranges.map((range) => perfectSubtrees(range))
  return makePlan(parts.flat().map(indexOf), (hashes) => {
    let at = 0
    return parts.map(({ length }) => joinSubtrees(hashes.slice(at, (at += length))))
  })
}

/** A plan that sees to it that as many hashes are given as were asked for. */
export function makePlan<T>(
  indexes: readonly number[],
  finish: (hashes: readonly Uint8Array[]) => T,
): HashPlan<T> {
  return {
    indexes,
    finish(hashes) {
      if (hashes.length === indexes.length) return finish(hashes)
      throw new RangeError(`${indexes.length} stored hashes were asked for, not ${hashes.length}`)
    },
  }
}

function indexOf({ level, n }: Subtree): number {
  return storedHashIndex(level, n)
}
