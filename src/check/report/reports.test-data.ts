import type { Evidence } from '../../verify/judge/evidence.ts'
import type { Verdict } from '../../verify/judge/verdict.ts'
import { meaningOf, type VerdictCode } from '../../verify/judge/verdicts.ts'
import { summaryOf } from './build-report.ts'
import { exitCodeOf } from './exit.ts'
import { loudestFirst } from './loudness.ts'
import type { Report, ReportModule } from './report.ts'

/** When the checks of the samples began. */
export const noon = '2026-11-22T10:00:00.000Z'

/** One thing that was seen, at {@link noon}. */
export function seen(channel: string, saw: string, more: Partial<Evidence> = {}): Evidence {
  return { at: noon, channel, url: null, saw, ...more }
}

/** A verdict of a code; corroborated where it is lost or changed. */
export function verdictOf(code: VerdictCode, more: Partial<Verdict> = {}): Verdict {
  const { class: of } = meaningOf(code)
  return {
    code,
    class: of,
    confidence: of === 'lost' || of === 'changed' ? 'corroborated' : 'tentative',
    evidence: [],
    firstSeen: noon,
    lastSeen: noon,
    observations: 1,
    ...more,
  }
}

/** A module of a report, `path@version`, in a repository at the first three elements of its path. */
export function moduleOf(
  name: string,
  code: VerdictCode,
  more: Partial<Omit<ReportModule, 'verdict'>> & { readonly verdict?: Partial<Verdict> } = {},
): ReportModule {
  const [path = '', version = 'v1.0.0'] = name.split('@')
  return {
    path,
    version,
    scope: 'build',
    requiredBy: [],
    requiredAt: null,
    replaces: null,
    paths: null,
    origin: {
      vcs: 'git',
      url: `https://${path.split('/').slice(0, 3).join('/')}`,
      ref: `refs/tags/${version}`,
      hash: null,
      time: null,
    },
    sum: {
      goSum: 'h1:known=',
      upstream: 'h1:known=',
      sumdb: null,
      goMod: { goSum: 'h1:mod=', upstream: 'h1:mod=', sumdb: null },
    },
    first: null,
    difference: null,
    notices: [],
    wayOut: [],
    advice: [],
    host: path.split('/')[0] ?? '',
    news: null,
    accepted: null,
    ...more,
    verdict: verdictOf(code, more.verdict),
  }
}

/** Modules that are alike, each in a repository of its own. */
export function manyOf(count: number, host: string, code: VerdictCode): ReportModule[] {
  return Array.from({ length: count }, (_, index) => moduleOf(`${host}/a/m${index}@v1.0.0`, code))
}

/** A report about modules, with what follows from them. */
export function reportOf(modules: readonly ReportModule[], more: Partial<Report> = {}): Report {
  const summary = summaryOf(modules)
  const accepted = summaryOf(modules.filter(({ accepted }) => accepted !== null))
  const rules = { failOn: ['lost', 'changed'], allowIncomplete: false }
  return {
    headwater: '0.1.0',
    schema: 1,
    build: null,
    at: noon,
    millis: 41_200,
    level: 'content',
    target: 'go.mod',
    name: 'corp.example/ledger',
    kind: 'project',
    commit: null,
    source: { url: null, files: { 'go.mod': 'go.mod' } },
    changedSince: null,
    baseline: null,
    repositories: modules.length,
    modules: modules.toSorted(loudestFirst),
    summary,
    accepted,
    complete: summary.undetermined === accepted.undetermined,
    notes: [],
    requests: { hosts: hostsOf(12, 214, 2_400_000), underWay: false },
    command: 'headwater check',
    rules,
    exit: exitCodeOf(
      modules.filter(({ accepted }) => accepted === null).map(({ verdict }) => verdict),
      rules,
    ),
    ...more,
  }
}

/** Requests to some hosts, github.com first, which was asked most. */
export function hostsOf(
  count: number,
  requests: number,
  bytes: number,
): Report['requests']['hosts'] {
  const others = Array.from(
    { length: count - 1 },
    (_, index) => [`host${index}.example`, { requests: 1, bytes: 1000 }] as const,
  )
  const rest = { requests: requests - count + 1, bytes: bytes - 1000 * (count - 1) }
  return Object.fromEntries([['github.com', rest], ...others])
}
