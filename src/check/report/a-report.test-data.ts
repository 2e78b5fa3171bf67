import { meaningOf, type VerdictCode } from '../../verify/judge/verdicts.ts'
import type { Outcome } from '../outcome.ts'
import { buildReport, reportModule, type ReportFacts } from './build-report.ts'
import type { Report, ReportModule } from './report.ts'

const at = '2026-11-22T10:00:00.000Z'

/** A module with a verdict, required on line 5 of go.mod; `more` is laid over it. */
export function outcomeOf(code: VerdictCode, path: string, more: Partial<Outcome> = {}): Outcome {
  const saw = `saw ${code}`
  return {
    subject: {
      path,
      version: 'v1.0.0',
      scope: 'build',
      requiredBy: ['corp.example/ledger'],
      at: { file: 'go.mod', line: 5, indirect: false },
    },
    verdict: {
      code,
      class: meaningOf(code).class,
      confidence: 'corroborated',
      evidence: [{ at, channel: 'git', url: `https://${path}`, saw }],
      firstSeen: at,
      lastSeen: at,
      observations: 2,
    },
    notices: [],
    host: path.split('/')[0] ?? '',
    advice: [{ label: 'way out', text: 'v1.1.0 exists', command: `go get ${path}@v1.1.0` }],
    ...more,
  }
}

/** A module of a report; `more` is laid over it. */
export function moduleOf(
  code: VerdictCode,
  path = 'github.com/acme/x',
  more: Partial<ReportModule> = {},
): ReportModule {
  return { ...reportModule(outcomeOf(code, path)), ...more }
}

/** The report on a project with these modules; `facts` are laid over it. */
export function reportOf(
  modules: readonly ReportModule[],
  facts: Partial<Omit<ReportFacts, 'settled' | 'outcomes'>> = {},
): Report {
  return buildReport({
    headwater: '0.1.0',
    at,
    millis: 9250,
    level: 'content',
    target: 'go.mod',
    name: 'corp.example/ledger',
    kind: 'project',
    commit: 'c0ffee'.padEnd(40, '0'),
    source: { url: 'https://git.corp.example/ledger', files: { 'go.mod': 'services/a/go.mod' } },
    outcomes: [],
    settled: modules,
    notes: [],
    requests: { hosts: { 'github.com': { requests: 3, bytes: 1234 } }, underWay: false },
    command: 'headwater check',
    exit: 1,
    ...facts,
  })
}

/** Text that means harm to whatever shows it. */
export const hostile = [
  '\u001b[31m\u0007\u0000',
  '\u202egnp.exe\u2066',
  ']]></system-out><script>alert(1)</script>',
  '&amp;"\'<!--',
  '[here](https://evil.test) {0} {{1}}',
  '::error::x ##[group]',
  '\ud800\ufffe\uffff\ud83d\ude00',
  'a\r\nb',
].join(' ')
