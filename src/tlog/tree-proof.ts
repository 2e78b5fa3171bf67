import { descend } from './descent.ts'
import { emptyRoot, equalHashes, nodeHash } from './hash.ts'
import { planRanges, type HashPlan } from './hash-plan.ts'
import { ProofError } from './proof-error.ts'
import type { TreeHead } from './tree-head.ts'
import { isSize } from './tree-size.ts'

/**
 * Plans the proof that a tree of `size` records begins with the `old` records of an earlier one. It is
 * empty when the sizes are equal, and when the earlier tree was empty.
 *
 * @throws RangeError when `old` is larger than `size`
 *
 * Source: RFC 6962 section 2.1.2, x/mod/sumdb/tlog.ProveTree (which does not take 0)
 */
export function planTreeProof(size: number, old: number): HashPlan<Uint8Array[]> {
  if (!isSize(size) || !isSize(old) || old > size) {
    throw new RangeError(`A tree of ${size} records cannot begin with ${old}`)
  }
  if (old === 0) return planRanges([])
  const { steps, end } = wayTo(size, old)
  const siblings = steps.map(({ sibling }) => sibling)
  return planRanges(end.lo === 0 ? siblings : [end, ...siblings])
}

/**
 * Checks the proof that the tree of `head` begins with the records of the tree of `old`.
 *
 * @throws ProofError when it does not prove that
 *
 * Source: RFC 6962 section 2.1.2, x/mod/sumdb/tlog.CheckTree (which does not take size 0)
 */
export function checkTreeProof(proof: readonly Uint8Array[], head: TreeHead, old: TreeHead): void {
  const fail = (reason: string): never => {
    throw new ProofError(
      `Cannot prove that the tree of ${head.size} begins with that of ${old.size}: ${reason}`,
    )
  }
  if (!isSize(head.size) || !isSize(old.size) || old.size > head.size) fail('it is smaller')
  const roots = old.size === 0 ? rootsFromNothing(proof, head) : runProof(proof, head, old)
  if (roots === undefined) return fail(`the proof has ${proof.length} hashes`)
  if (!equalHashes(roots.old, old.root)) fail('the proof leads to another old root')
  if (!equalHashes(roots.head, head.root)) fail('the proof leads to another root')
}

interface Roots {
  readonly old: Uint8Array
  readonly head: Uint8Array
}

function rootsFromNothing(proof: readonly Uint8Array[], head: TreeHead): Roots | undefined {
  if (proof.length > 0) return undefined
  return { old: emptyRoot, head: head.size === 0 ? emptyRoot : head.root }
}

/** The roots that the proof implies; undefined when it has too many or too few hashes. */
function runProof(proof: readonly Uint8Array[], head: TreeHead, old: TreeHead): Roots | undefined {
  const { steps, end } = wayTo(head.size, old.size)
  const [start, ...siblings] = end.lo === 0 ? [old.root, ...proof] : proof
  if (start === undefined || siblings.length !== steps.length) return undefined
  return siblings.reduce<Roots>(
    (below, sibling, i) =>
      steps[i]?.side === 'left'
        ? { old: nodeHash(sibling, below.old), head: nodeHash(sibling, below.head) }
        : { old: below.old, head: nodeHash(below.head, sibling) },
    { old: start, head: start },
  )
}

function wayTo(size: number, old: number) {
  return descend(size, old - 1, ({ hi }) => hi === old)
}
