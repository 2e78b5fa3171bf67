import type { Judged } from '../judge/judged.ts'

/** Verdicts that are told again for a while. */
export interface VerdictMemory<J extends Judged> {
  find(key: string): J | undefined
  /** Keeps a verdict for as long as its kind is good for; one that nobody was asked for is not kept. */
  keep(key: string, judged: J): void
  forget(which: (judged: J) => boolean): void
}

/** How long verdicts are kept, in milliseconds. */
export interface VerdictTimes {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly freshFor: number
  /** Of what stayed undetermined. */
  readonly retryFor: number
}

/** Each takes one to two kilobytes. */
const mostKept = 20_000

/** Opens a memory of at most 20,000 verdicts; those that were kept first go first. */
export function verdictMemory<J extends Judged>(times: VerdictTimes): VerdictMemory<J> {
  const { now, freshFor, retryFor } = times
  const kept = new Map<string, { readonly judged: J; readonly until: number }>()
  return {
    find(key) {
      const found = kept.get(key)
      if (found && found.until > now()) return found.judged
      if (found) kept.delete(key)
      return undefined
    },
    keep(key, judged) {
      const { class: of, code } = judged.verdict
      kept.delete(key)
      if (code === 'pending' || code === 'stale') return
      kept.set(key, { judged, until: now() + (of === 'undetermined' ? retryFor : freshFor) })
      if (kept.size <= mostKept) return
      const [first = ''] = kept.keys()
      kept.delete(first)
    },
    forget(which) {
      for (const [key, { judged }] of kept) if (which(judged)) kept.delete(key)
    },
  }
}
