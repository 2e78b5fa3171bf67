import type { Verdict } from './judge.ts'
import { withoutSecrets } from './reason.ts'
import type { Judged } from './judged.ts'
import { byPathAndVersion } from './select-modules.ts'
import type { RequiredAt } from './subject.ts'
import {
  isVerdictClass,
  isVerdictCode,
  meaningOf,
  type VerdictClass,
  type VerdictCode,
} from './verdicts.ts'
import { adviceText } from './way-out.ts'

/** A remark on a module that is no verdict. */
export interface Notice {
  readonly code: string
  readonly text: string
}

/** One module of a report; `null` where something is not known. */
export interface ReportModule {
  readonly path: string
  readonly version: string
  readonly scope: 'build' | 'graph'
  readonly requiredBy: readonly string[]
  readonly requiredAt: RequiredAt | null
  readonly replaces: { readonly path: string; readonly version: string } | null
  readonly origin: {
    readonly vcs: string | null
    readonly url: string | null
    readonly ref: string | null
    readonly hash: string | null
  } | null
  readonly sum: {
    readonly goSum: string | null
    readonly upstream: string | null
    readonly sumdb: string | null
    readonly goMod: { readonly goSum: string | null; readonly upstream: string | null }
  }
  readonly verdict: Verdict
  readonly notices: readonly Notice[]
  readonly wayOut: readonly string[]
}

/** What was asked of one host. */
export interface HostRequests {
  readonly requests: number
  /** Sent and received. */
  readonly bytes: number
}

/** How many modules have a verdict of each class. */
export type Summary = Readonly<Record<VerdictClass, number>>

/** The result of a check, as `--json` prints it. Modules come loudest first. */
export interface Report {
  readonly headwater: string
  readonly schema: 1
  /** RFC 3339. */
  readonly at: string
  readonly level: 'content'
  readonly target: string
  readonly modules: readonly ReportModule[]
  readonly summary: Summary
  readonly requests: { readonly hosts: Readonly<Record<string, HostRequests>> }
  readonly exit: number
}

/** What decides the exit code. */
export interface ExitRules {
  /** Classes and codes that make the exit code 1. */
  readonly failOn: readonly string[]
  readonly allowIncomplete: boolean
}

/** What makes the exit code 1 unless something else is named. */
export const defaultFailOn: readonly VerdictClass[] = ['lost', 'changed']

/** Whether a text may be named in {@link ExitRules.failOn}. */
export function mayFailOn(text: string): text is VerdictClass | VerdictCode {
  return isVerdictClass(text) || isVerdictCode(text)
}

/** The exit code: 3 when something stayed undetermined and that is not allowed, 1 for findings, else 0. */
export function exitCodeOf(verdicts: readonly Verdict[], rules: ExitRules): 0 | 1 | 3 {
  if (!rules.allowIncomplete && verdicts.some((verdict) => verdict.class === 'undetermined')) {
    return 3
  }
  const named = new Set(rules.failOn)
  return verdicts.some((verdict) => named.has(verdict.class) || named.has(verdict.code)) ? 1 : 0
}

/** Counts verdicts by class. */
export function summaryOf(verdicts: readonly Verdict[]): Summary {
  const summary = { ok: 0, fragile: 0, lost: 0, changed: 0, undetermined: 0 }
  for (const verdict of verdicts) summary[verdict.class] += 1
  return summary
}

/** Orders verdicts by loudness. */
export function quietFirst(a: Pick<Judged, 'verdict'>, b: Pick<Judged, 'verdict'>): number {
  return meaningOf(a.verdict.code).loudness - meaningOf(b.verdict.code).loudness
}

/** The modules of a report, loudest first, then by path and version. */
export function reportModules(judged: readonly Judged[]): ReportModule[] {
  return judged
    .toSorted((a, b) => quietFirst(b, a) || byPathAndVersion(a.subject, b.subject))
    .map(reportModule)
}

function reportModule({
  subject,
  verdict,
  origin,
  repository,
  found,
  advice,
}: Judged): ReportModule {
  const { path, version, scope, requiredBy, at, replaces, goSum, goModSum } = subject
  const isUnknown = goSum === undefined && goModSum === undefined && found !== undefined
  return {
    path,
    version,
    scope,
    requiredBy,
    requiredAt: at ?? null,
    replaces: replaces ?? null,
    origin:
      repository === undefined && origin === undefined
        ? null
        : {
            vcs: origin?.VCS ?? repository?.vcs ?? null,
            url: withoutSecrets(origin?.URL ?? repository?.url ?? '') || null,
            ref: origin?.Ref ?? null,
            hash: origin?.Hash ?? null,
          },
    sum: {
      goSum: goSum ?? null,
      upstream: found?.zipSum ?? null,
      sumdb: null,
      goMod: { goSum: goModSum ?? null, upstream: found?.goModSum ?? null },
    },
    verdict,
    notices: isUnknown
      ? [{ code: 'no-sum', text: 'There is no go.sum line to compare it with.' }]
      : [],
    wayOut: advice.map(adviceText),
  }
}
