import { withoutSecrets } from '../../verify/judge/reason.ts'
import { meaningOf } from '../../verify/judge/verdicts.ts'
import type { Outcome } from '../outcome.ts'
import { byPathAndVersion } from '../target/select-modules.ts'
import { adviceText } from '../way-out/way-out.ts'
import type { Report, ReportModule, Summary } from './report.ts'

/** What a report is made from beside what was judged. */
export type ReportFacts = Omit<
  Report,
  'schema' | 'repositories' | 'modules' | 'summary' | 'accepted' | 'complete'
> & {
  readonly outcomes: readonly Outcome[]
  /** Whether there may be modules that were not found, and so have no outcome. */
  readonly isPartial?: boolean
}

/** Puts the report together. */
export function buildReport({ outcomes, ...facts }: ReportFacts): Report {
  const { headwater, at, millis, level, target, name, kind, commit, notes, requests } = facts
  const modules = outcomes.map(reportModule).toSorted(loudestFirst)
  const repositories = new Set(
    outcomes.map(({ repository, subject }) => repository?.url ?? subject.path),
  )
  const summary = summaryOf(modules)
  return {
    headwater,
    schema: 1,
    at,
    millis,
    level,
    target,
    name,
    kind,
    commit,
    repositories: repositories.size,
    modules,
    summary,
    accepted: summaryOf(modules.filter(({ accepted }) => accepted !== null)),
    complete: summary.undetermined === 0 && facts.isPartial !== true,
    notes,
    requests,
    command: facts.command,
    exit: facts.exit,
  }
}

/** Counts verdicts by class. */
export function summaryOf(modules: readonly Pick<ReportModule, 'verdict'>[]): Summary {
  const summary = { ok: 0, fragile: 0, lost: 0, changed: 0, undetermined: 0 }
  for (const { verdict } of modules) summary[verdict.class] += 1
  return summary
}

/** Orders by loudness. */
export function quietFirst(
  a: Pick<ReportModule, 'verdict'>,
  b: Pick<ReportModule, 'verdict'>,
): number {
  return meaningOf(a.verdict.code).loudness - meaningOf(b.verdict.code).loudness
}

function loudestFirst(a: ReportModule, b: ReportModule): number {
  return quietFirst(b, a) || byPathAndVersion(a, b)
}

/** A module of the report, as it is before anything is accepted or compared with a baseline. */
export function reportModule(outcome: Outcome): ReportModule {
  const { subject, verdict, origin, repository, found, logged, advice } = outcome
  const { path, version, scope, requiredBy, goSum, goModSum } = subject
  return {
    path,
    version,
    scope,
    requiredBy,
    requiredAt: subject.at ?? null,
    replaces: subject.replaces ?? null,
    paths: subject.paths ?? null,
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
      sumdb: logged?.zipSum ?? null,
      goMod: {
        goSum: goModSum ?? null,
        upstream: found?.goModSum ?? null,
        sumdb: logged?.goModSum ?? null,
      },
    },
    verdict,
    difference: outcome.difference ?? null,
    notices: [...outcome.notices, ...noSum(outcome)],
    wayOut: advice.map(adviceText),
    advice,
    host: outcome.host,
    news: null,
    accepted: null,
  }
}

function noSum({ subject, found }: Outcome): ReportModule['notices'] {
  if (subject.goSum !== undefined || subject.goModSum !== undefined || !found) return []
  return [{ code: 'no-sum', text: 'There is no go.sum line to compare it with.' }]
}
