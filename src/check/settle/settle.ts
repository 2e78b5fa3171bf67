import type { Comparison, ReportModule } from '../report/report.ts'
import { acceptedBy, remarksOn, type Ignore } from './accept.ts'
import { compareWith, newsOf, type Baseline } from './baseline.ts'

/** What findings are held against. */
export interface Settling {
  readonly ignores: readonly Ignore[]
  readonly baseline?: Baseline
  /** The day, UTC, `2026-11-22`. */
  readonly today: string
}

/** All modules of a check, and what is to be said of what they were held against. */
export interface Settled {
  readonly modules: readonly ReportModule[]
  readonly baseline: Comparison | null
  /** Entries that are over or not needed, a line each. */
  readonly notes: readonly string[]
}

/** Says of one module whether its finding is accepted, and whether it is known. */
export function settleModule(module: ReportModule, settling: Settling): ReportModule {
  const { ignores, baseline, today } = settling
  const judged = { ...module, accepted: acceptedBy(module, ignores, today) }
  return { ...judged, news: baseline ? newsOf(judged, baseline) : null }
}

/**
 * Holds all modules of a check against what is accepted and known.
 *
 * @param isWhole whether the whole project was checked: else nothing can be said of what was not met
 */
export function settleAll(
  modules: readonly ReportModule[],
  settling: Settling,
  isWhole: boolean,
): Settled {
  const { ignores, baseline, today } = settling
  const settled = modules.map((module) => settleModule(module, settling))
  return {
    modules: settled,
    baseline: baseline ? compareWith(baseline, settled, isWhole) : null,
    notes: remarksOn(ignores, settled, today, isWhole),
  }
}
