import { pageOf } from '../../verify/judge/verdict-pages/page-of.ts'
import type { VerdictPage } from '../../verify/judge/verdict-pages/verdict-page.ts'
import { meaningOf } from '../../verify/judge/verdicts.ts'
import type { HostRequests, ReportModule } from '../report/report.ts'
import type { KnownHistory } from './known-history.ts'

/** All that is known of one module version: what `headwater explain --json` prints. Fields are added, never renamed. */
export interface Explanation {
  /** Version of the program. */
  readonly headwater: string
  readonly schema: 1
  /** When it was asked, RFC 3339. */
  readonly at: string
  readonly millis: number
  /** The project whose needs are told: its name, and the file that says so; null where there is none. */
  readonly project: { readonly name: string; readonly file: string } | null
  /** As `headwater check` reports it. */
  readonly module: ReportModule
  /** What its verdict means. */
  readonly verdict: { readonly sentence: string } & VerdictPage
  readonly history: KnownHistory
  /** Remarks, one line each. */
  readonly notes: readonly string[]
  readonly requests: { readonly hosts: Readonly<Record<string, HostRequests>> }
}

/** Puts the explanation together. */
export function explanationOf(facts: Omit<Explanation, 'schema' | 'verdict'>): Explanation {
  const { code } = facts.module.verdict
  const { headwater, at, millis, project, module, history, notes, requests } = facts
  return {
    headwater,
    schema: 1,
    at,
    millis,
    project,
    module,
    verdict: { sentence: meaningOf(code).sentence, ...pageOf(code) },
    history,
    notes,
    requests,
  }
}
