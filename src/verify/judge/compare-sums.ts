import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import type { Claim } from './claim.ts'
import type { KnownContent, Observations } from './observation.ts'
import type { VerdictCode } from './verdicts.ts'

/** The content of a module version: hashed now, or known of the commit that its ref names. */
export interface Content {
  readonly zipSum?: string
  readonly goModSum?: string
  /** The commit it was made from. */
  readonly hash?: string
}

/** How content compares with everything that was recorded of the version. */
export interface Comparison {
  /** What differs; undefined when nothing does. */
  readonly code?:
    | 'import-retargeted'
    | 'version-moved'
    | 'sumdb-mismatch'
    | 'gosum-mismatch'
    | 'hash-unstable'
  /** Whether what is needed was compared with go.sum or a log. */
  readonly isCompared: boolean
}

interface Pair {
  readonly now: string
  readonly goSum: string | undefined
  readonly logged: string | undefined
  /** Of the content that was seen first. */
  readonly first: string | undefined
  /** Whether the very commit held something else before. */
  readonly isUnstable: boolean
}

/** Loudest first: what is said where zip and go.mod differ in different ways. */
const order = [
  'import-retargeted',
  'version-moved',
  'sumdb-mismatch',
  'gosum-mismatch',
  'hash-unstable',
] as const satisfies readonly VerdictCode[]

/**
 * Compares content with go.sum, the checksum database, and what was seen before, each for zip and go.mod: two that agree
 * tell whose fault it is. Where neither go.sum nor a log has anything, what was seen first counts.
 *
 * @param isElsewhere the content came from another repository than before
 */
export function compareSums(
  claim: Claim,
  { sumdb, known = [] }: Pick<Observations, 'sumdb' | 'known'>,
  content: Content,
  isElsewhere: boolean,
): Comparison {
  const facts = { claim, known, content }
  const zip = pairOf(facts, 'zipSum', claim.goSum, sumdb?.zipSum)
  const goMod = pairOf(facts, 'goModSum', claim.goModSum, sumdb?.goModSum)
  const isPinned = isPseudoVersion(claim.version)
  const codes = new Set(
    [zip, goMod].map((pair) => pair && differenceOf(pair, isPinned, isElsewhere)),
  )
  const code = order.find((one) => codes.has(one))
  const needed = claim.scope === 'build' ? zip : goMod
  const isCompared = needed?.goSum !== undefined || needed?.logged !== undefined
  return { isCompared, ...(code !== undefined && { code }) }
}

function pairOf(
  { claim, known, content }: { claim: Claim; known: readonly KnownContent[]; content: Content },
  of: 'zipSum' | 'goModSum',
  goSum: string | undefined,
  logged: string | undefined,
): Pair | undefined {
  const now = content[of]
  if (now === undefined) return undefined
  const sums = known.map((one) => ({ ...one, sum: sumsOf(claim, one)[of] }))
  const told = sums.filter(({ sum }) => sum !== undefined)
  const [first] = told.filter(({ from }) => from !== 'module-cache').toSorted((a, b) => a.at - b.at)
  const isUnstable = told.some(
    ({ hash, sum, isElsewhere }) => hash === content.hash && sum !== now && isElsewhere !== true,
  )
  return { now, goSum, logged, first: first?.sum, isUnstable }
}

/** The sums of known content. The module cache holds what go.sum approves of, so that its sums are those. */
export function sumsOf(claim: Claim, { from, zipSum, goModSum }: KnownContent): Content {
  const zip = zipSum ?? (from === 'module-cache' ? claim.goSum : undefined)
  const goMod = goModSum ?? (from === 'module-cache' ? claim.goModSum : undefined)
  return {
    ...(zip !== undefined && { zipSum: zip }),
    ...(goMod !== undefined && { goModSum: goMod }),
  }
}

function differenceOf(
  { now, goSum, logged, first, isUnstable }: Pair,
  isPinned: boolean,
  isElsewhere: boolean,
): Comparison['code'] {
  const recorded = goSum ?? logged ?? first
  if (recorded === undefined) return isUnstable ? 'hash-unstable' : undefined
  if (goSum !== undefined && logged !== undefined && goSum !== logged) {
    if (logged === now) return 'gosum-mismatch'
    if (goSum === now) return 'sumdb-mismatch'
  } else if (recorded === now) return undefined
  if (isUnstable) return 'hash-unstable'
  if (isElsewhere) return 'import-retargeted'
  if (!isPinned) return 'version-moved'
  return goSum !== undefined && logged !== goSum ? 'gosum-mismatch' : 'hash-unstable'
}
