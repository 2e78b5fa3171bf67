import { emptyRoot, nodeHash } from './hash.ts'
import { joinSubtrees } from './subtrees.ts'

/** The root of a tree that is only ever appended to, from the roots of its largest perfect subtrees. */
export interface GrowingRoot {
  /**
   * Appends a record, given by its hash.
   *
   * @param onSubtree told of each perfect subtree that it completes, by its level, from the record itself (0) up: one after the
   *   other, in the order of `storedHashIndex`
   */
  readonly append: (leaf: Uint8Array, onSubtree?: (level: number, hash: Uint8Array) => void) => void
  /** Of what was appended so far. */
  readonly root: () => Uint8Array
}

/**
 * Begins with the tree without records. A record costs one hash on average, a root as many as there are subtrees.
 *
 * Source: RFC 6962 section 2.1, x/mod/sumdb/tlog.StoredHashesForRecordHash
 */
export function growingRoot(): GrowingRoot {
  const subtrees: (Uint8Array | undefined)[] = []
  return {
    append(leaf, onSubtree) {
      let hash = leaf
      let level = 0
      onSubtree?.(level, hash)
      for (let left = subtrees[level]; left !== undefined; left = subtrees[level]) {
        subtrees[level] = undefined
        hash = nodeHash(left, hash)
        level += 1
        onSubtree?.(level, hash)
      }
      subtrees[level] = hash
    },
    root() {
      const whole = subtrees.filter((hash) => hash !== undefined)
      return whole.length === 0 ? emptyRoot : joinSubtrees(whole.toReversed())
    },
  }
}
