import type { VerdictCode } from '../../verify/judge/verdicts.ts'
import type { Report, ReportModule } from './report.ts'
import { moduleOf as plainModule, reportOf as plainReport, seen } from './reports.test-data.ts'

/** A module with a verdict, required on line 5 of go.mod, and a way out; `more` is laid over it. */
export function moduleOf(
  code: VerdictCode,
  path = 'github.com/acme/x',
  more: Partial<ReportModule> = {},
): ReportModule {
  const module = plainModule(`${path}@v1.0.0`, code, {
    requiredBy: ['corp.example/ledger'],
    requiredAt: { file: 'go.mod', line: 5, indirect: false },
    wayOut: [`v1.1.0 exists: go get ${path}@v1.1.0`],
    verdict: { evidence: [seen('git', `saw ${code}`)] },
  })
  return { ...module, path, version: 'v1.0.0', ...more }
}

/** A report on a project in a folder of a git repository; `more` is laid over it. */
export function reportOf(modules: readonly ReportModule[], more: Partial<Report> = {}): Report {
  return plainReport(modules, {
    commit: 'c0ffee'.padEnd(40, '0'),
    source: { url: 'https://git.corp.example/ledger', files: { 'go.mod': 'services/a/go.mod' } },
    ...more,
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
