import type { Outcome } from '../outcome.ts'
import { adviceText } from '../way-out/way-out.ts'
import { loudestFirst } from './loudness.ts'
import { defaultFailOn } from './exit.ts'
import { originFields } from './origin-fields.ts'
import type { Report, ReportModule, Summary } from './report.ts'

type Given = 'schema' | 'repositories' | 'modules' | 'summary' | 'accepted' | 'complete'
type Optional = 'build' | 'source' | 'changedSince' | 'baseline' | 'rules'

/** What a report is made from. */
export type ReportFacts = Omit<Report, Given | Optional> &
  Partial<Pick<Report, Optional>> & {
    readonly outcomes: readonly Outcome[]
    /** The modules of the outcomes, compared with what is accepted and known; as they are where this is absent. */
    readonly settled?: readonly ReportModule[]
    /** Whether there may be modules that were not found, and so have no outcome. */
    readonly isPartial?: boolean
  }

/** Puts the report together. */
export function buildReport({ outcomes, settled, ...facts }: ReportFacts): Report {
  const { headwater, at, millis, level, target, name, kind, commit, notes, requests } = facts
  const modules = (settled ?? outcomes.map(reportModule)).toSorted(loudestFirst)
  const repositories = new Set(
    outcomes.map(({ repository, subject }) => repository?.url ?? subject.path),
  )
  const summary = summaryOf(modules)
  const accepted = summaryOf(modules.filter(({ accepted }) => accepted !== null))
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
    source: facts.source ?? null,
    changedSince: facts.changedSince ?? null,
    baseline: facts.baseline ?? null,
    repositories: repositories.size,
    modules,
    summary,
    accepted,
    complete: summary.undetermined === accepted.undetermined && facts.isPartial !== true,
    notes,
    requests,
    build: facts.build ?? null,
    command: facts.command,
    rules: facts.rules ?? { failOn: defaultFailOn, allowIncomplete: false },
    exit: facts.exit,
  }
}

/** Counts verdicts by class. */
export function summaryOf(modules: readonly Pick<ReportModule, 'verdict'>[]): Summary {
  const summary = { ok: 0, fragile: 0, lost: 0, changed: 0, undetermined: 0 }
  for (const { verdict } of modules) summary[verdict.class] += 1
  return summary
}

/** A module of the report, as it is before anything is accepted or compared with a baseline. */
export function reportModule(outcome: Outcome): ReportModule {
  const { subject, verdict, found, logged, advice } = outcome
  const { path, version, scope, requiredBy, goSum, goModSum } = subject
  return {
    path,
    version,
    scope,
    requiredBy,
    requiredAt: subject.at ?? null,
    replaces: subject.replaces ?? null,
    paths: subject.paths ?? null,
    origin: originFields(outcome),
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
    first: outcome.first ?? null,
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
