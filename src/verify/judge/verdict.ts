import type { Claim } from './claim.ts'
import { evidenceOf, looksOf, type Evidence } from './evidence.ts'
import type { Observations } from './observation.ts'
import { meaningOf, type Confidence, type VerdictClass, type VerdictCode } from './verdicts.ts'

/** What looks lost or changed, without being proved. */
export interface Suspicion {
  readonly code: VerdictCode
  readonly looks: number
  /** RFC 3339. */
  readonly since: string
  /** When to look again, RFC 3339. */
  readonly next: string
}

/** The judgement of a module version; its fields are part of the JSON report. */
export interface Verdict {
  readonly code: VerdictCode
  readonly class: VerdictClass
  readonly confidence: Confidence
  readonly evidence: readonly Evidence[]
  /** RFC 3339. */
  readonly firstSeen: string
  /** RFC 3339. */
  readonly lastSeen: string
  readonly observations: number
  readonly suspect?: Suspicion
  /**
   * What it leans on, or where it is kept now and was before, as a sentence without period; of what is fragile or
   * `import-retargeted`. Of what is `stale`: as what it was seen before, where that was lost or changed. May hold text from
   * outside.
   */
  readonly detail?: string
}

/** What was found, before it is dated; never confirmed, since only time can do that. */
export interface Finding {
  readonly code: VerdictCode
  readonly confidence: Exclude<Confidence, 'confirmed'>
  /** What it looks like; only for `suspected`. */
  readonly suspected?: VerdictCode
  /** What is said of its content; only for what is fragile. */
  readonly content?: VerdictCode
  /** See {@link Verdict.detail}. */
  readonly detail?: string
}

const minute = 60_000
const hour = 60 * minute

/** How long after a suspicion the next look makes sense, by how often it was seen before, in milliseconds. */
const nextLooks = [15 * minute, hour, 6 * hour, 24 * hour, 72 * hour]

/** What it takes to be confirmed: so many looks, and so many milliseconds from the first to the last. */
const confirmed = { looks: 3, span: 72 * hour }

/** A finding that nothing corroborates. */
export function tentative(code: VerdictCode): Finding {
  return { code, confidence: 'tentative' }
}

/** A finding that a second channel, or a comparison of content, bears out. */
export function corroborated(code: VerdictCode): Finding {
  return { code, confidence: 'corroborated' }
}

/** Says of what looks lost or changed that it is not proved. */
export function suspicionOf(suspected: VerdictCode): Finding {
  return { code: 'suspected', confidence: 'tentative', suspected }
}

/**
 * The verdict of a finding: with its evidence, and dated together with the earlier looks that saw the same.
 */
export function verdictOf(claim: Claim, seen: Observations, finding: Finding): Verdict {
  const { code, suspected, detail } = finding
  const looks = looksOf(seen)
  const { before, first, last } = spanOf(seen, suspected ?? code)
  const since = new Date(first).toISOString()
  const isConfirmed = finding.confidence === 'corroborated' && isLongSeen(seen, code)
  const observations = before + looks.length
  const wait = nextLooks[Math.min(before, nextLooks.length - 1)] ?? 0
  return {
    code,
    class: meaningOf(code).class,
    confidence: isConfirmed ? 'confirmed' : finding.confidence,
    evidence: [...evidenceOf(claim, seen), ...contentEvidence(finding, last)],
    firstSeen: since,
    lastSeen: new Date(last).toISOString(),
    observations,
    ...(detail !== undefined && { detail }),
    ...(suspected !== undefined && {
      suspect: {
        code: suspected,
        looks: observations,
        since,
        next: new Date(last + wait).toISOString(),
      },
    }),
  }
}

/**
 * Whether the looks of this run and of earlier ones that saw the same are as many, and as far apart, as it takes to be
 * confirmed. All looks of one run count as one, since they are seconds apart.
 */
export function isLongSeen(seen: Observations, code: VerdictCode): boolean {
  const { before, first, last } = spanOf(seen, code)
  return before + 1 >= confirmed.looks && last - first >= confirmed.span
}

/** How many looks of earlier runs saw the same, and when the first and the last of all were, in milliseconds. */
function spanOf(seen: Observations, code: VerdictCode) {
  const earlier = seen.history?.[code]
  const before = Math.max(0, earlier?.looks ?? 0)
  const times = looksOf(seen).map(({ at }) => at)
  const first = before > 0 && earlier ? Math.min(earlier.since, ...times) : Math.min(...times)
  return { before, first, last: Math.max(...times) }
}

/** What is fragile has equal content all the same. */
function contentEvidence({ content }: Finding, at: number): Evidence[] {
  if (content === undefined) return []
  const saw = `content ${content}`
  return [{ at: new Date(at).toISOString(), channel: 'headwater', url: null, saw }]
}
