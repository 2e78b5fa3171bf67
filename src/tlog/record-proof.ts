import { descend, type Step } from './descent.ts'
import { equalHashes, nodeHash } from './hash.ts'
import { planRanges, type HashPlan } from './hash-plan.ts'
import { ProofError } from './proof-error.ts'
import type { TreeHead } from './tree-head.ts'
import { isSize } from './tree-size.ts'

/**
 * Plans the proof that a tree of `size` records contains record `index`: the siblings on its way to
 * the root, from the bottom up.
 *
 * @throws RangeError when the tree has no such record
 *
 * Source: RFC 6962 section 2.1.1, x/mod/sumdb/tlog.ProveRecord
 */
export function planRecordProof(size: number, index: number): HashPlan<Uint8Array[]> {
  if (!has(size, index)) throw new RangeError(`No record ${index} in a tree of ${size}`)
  return planRanges(wayTo(size, index).map(({ sibling }) => sibling))
}

/**
 * Checks the proof that the record with number `index` under `head` has the hash `leaf`.
 *
 * @throws ProofError when it does not prove that
 *
 * Source: RFC 6962 section 2.1.1, x/mod/sumdb/tlog.CheckRecord
 */
export function checkRecordProof(
  proof: readonly Uint8Array[],
  head: TreeHead,
  index: number,
  leaf: Uint8Array,
): void {
  if (!has(head.size, index)) {
    throw new ProofError(`Cannot prove record ${index}: the tree has ${head.size} records`)
  }
  const steps = wayTo(head.size, index)
  if (proof.length !== steps.length) {
    throw new ProofError(
      `Cannot prove record ${index} in a tree of ${head.size}: ` +
        `the proof has ${proof.length} hashes instead of ${steps.length}`,
    )
  }
  const root = proof.reduce(
    (below, sibling, i) =>
      steps[i]?.side === 'left' ? nodeHash(sibling, below) : nodeHash(below, sibling),
    leaf,
  )
  if (!equalHashes(root, head.root)) {
    throw new ProofError(
      `Cannot prove record ${index} in a tree of ${head.size}: the proof leads to another root`,
    )
  }
}

function has(size: number, index: number): boolean {
  return isSize(size) && isSize(index) && index < size
}

function wayTo(size: number, index: number): Step[] {
  return descend(size, index, ({ lo, hi }) => hi - lo === 1).steps
}
