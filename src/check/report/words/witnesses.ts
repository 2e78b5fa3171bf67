import type { ReportModule } from '../report.ts'

/** Who knows the hash of a version's content. */
export interface Witness {
  readonly who: 'public log' | 'go.sum' | 'first seen' | 'upstream'
  readonly sum: string
  /** Whether it agrees with the first witness; undefined for that one. */
  readonly isSame?: boolean
  /** The commit that the content came from, where this witness knows it. */
  readonly commit: string | null
  /** When this content was seen first; of a commit that stands alone, when it was made. RFC 3339. */
  readonly at: string | null
}

/** Those who know the hash of a module's zip, or of its go.mod where no zip was read; upstream comes last. */
export function witnessesOf({ sum, first, origin, verdict }: ReportModule): Witness[] {
  const of = sum.upstream === null && sum.goMod.upstream !== null ? sum.goMod : sum
  const known = { commit: first?.commit ?? null, at: first?.at ?? null }
  // Whoever makes a commit dates it: it is not set against the day on which another one was seen.
  const at = known.at === null ? (origin?.time ?? verdict.firstSeen) : verdict.firstSeen
  const now = { commit: origin?.hash ?? null, at }
  const unknown = { commit: null, at: null }
  const all = [
    { who: 'public log', sum: of.sumdb, ...unknown },
    { who: 'go.sum', sum: of.goSum, ...unknown },
    { who: 'first seen', sum: of === sum ? (first?.sum ?? null) : null, ...known },
    { who: 'upstream', sum: of.upstream, ...now },
  ] as const
  let reference: string | undefined
  const told: Witness[] = []
  for (const { who, sum: known, commit, at } of all) {
    if (known === null) continue
    const isFirst = reference === undefined
    reference ??= known
    told.push({ who, sum: known, commit, at, ...(!isFirst && { isSame: known === reference }) })
  }
  return told
}
