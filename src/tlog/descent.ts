import { largestPower, type Range } from './subtrees.ts'

/** One step of a way through a tree: the part of the tree beside it, and on which side that lies. */
export interface Step {
  readonly sibling: Range
  readonly side: 'left' | 'right'
}

/**
 * The way from the root of a tree of `size` records towards one record, down to the first range for
 * which `arrived` holds, as it must at the latest for the record alone. The steps come bottom up, the
 * order of proofs.
 *
 * Source: RFC 6962 sections 2.1.1 and 2.1.2, which split at the largest power of two below the size
 */
export function descend(
  size: number,
  record: number,
  arrived: (range: Range) => boolean,
): { steps: Step[]; end: Range } {
  const steps: Step[] = []
  let end: Range = { lo: 0, hi: size }
  while (!arrived(end)) {
    const { lo, hi } = end
    const middle = lo + largestPower(hi - lo - 1).size
    const [left, right] = [
      { lo, hi: middle },
      { lo: middle, hi },
    ]
    steps.push(
      record < middle ? { sibling: right, side: 'right' } : { sibling: left, side: 'left' },
    )
    end = record < middle ? left : right
  }
  return { steps: steps.toReversed(), end }
}
