import type { BuildStep } from '../build/build.ts'
import type { Report } from './report.ts'
import { moduleOf, reportOf, seen } from './reports.test-data.ts'

/** What somebody might put into every text that we do not write ourselves. */
export const attacks = [
  '\u001b]8;;https://evil.example\u0007click\u001b[31m',
  'a\u202eb\u200bc',
  '\r\n::error::pwned',
  '</script><script>alert(1)</script>"\'><img src=x onerror=alert(1)>',
  '`` ` ``` | a \\| b | @everyone #1 https://evil.example ![x](https://evil.example/x.png)',
  '`',
  '\\',
  ' | ',
  'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef www.evil.example',
  '%0A::error::x,title=y:z',
  '<!-- ]]> -->',
  'x'.repeat(10_000),
] as const

function hostileSteps(attack: string): BuildStep[] {
  const said = { file: attack, modules: [attack], output: `# ${attack}\n${attack}\n\t${attack}` }
  const messages = [1, 2].map((line) => ({ file: attack, line, text: attack }))
  const rest = { ...said, ok: false, millis: 1, messages }
  return [
    { ...rest, ran: `go build ${attack}`, fault: 'project' },
    { ...rest, ran: `go vet ${attack}`, fault: 'project' },
    { ...rest, ran: 'go build ./...', fault: 'dependency', messages: [] },
  ]
}

/** A report in which every text from outside is an attack; every class and every kind of block is in it. */
export function hostileReport(attack: string): Report {
  const evidence = [
    seen(attack, attack, { url: `https://a.test/${attack}` }),
    seen('page', '404', { url: attack }),
    seen('control', attack, { of: 'repository', answers: false, url: attack }),
  ]
  const texts = {
    requiredBy: [attack],
    requiredAt: { file: attack, line: 3, indirect: true },
    paths: { shortest: [[`${attack}@${attack}`], [attack, `x@${attack}`]], more: 2 },
    origin: { vcs: attack, url: attack, ref: attack, hash: attack, time: attack },
    notices: [{ code: attack, text: attack }],
    wayOut: [attack],
    advice: [
      { label: 'way out', text: attack, long: attack, command: attack, isProved: true },
      { label: 'never', text: attack, short: attack },
      { label: 'next', text: attack },
    ],
    first: { sum: attack, commit: attack, at: null },
    difference: {
      files: [{ name: attack, added: 1, removed: 1, lines: [`+${attack}`] }],
      differing: 1,
      of: 2,
      goCode: true,
    },
    sum: {
      goSum: `h1:${attack}`,
      upstream: `h1:other${attack}`,
      sumdb: attack,
      goMod: { goSum: attack, upstream: attack, sumdb: attack },
    },
    host: attack,
  } as const
  const accepted = { reason: attack, until: attack }
  const codes = [
    'version-moved',
    'repo-gone',
    'throttled',
    'unsupported',
    'redirected',
    'verified',
  ] as const
  const names = { path: attack, version: attack }
  const modules = codes.map((code) =>
    moduleOf(attack, code, { ...texts, ...names, verdict: { evidence } }),
  )
  return reportOf(
    [
      ...modules,
      { ...moduleOf('a.test/x', 'repo-gone', texts), accepted },
      moduleOf('a.test/y', 'suspected', {
        ...texts,
        verdict: {
          evidence,
          suspect: { code: 'repo-gone', looks: 1, since: attack, next: attack },
        },
      }),
    ],
    {
      name: attack,
      level: 'build',
      build: { go: attack, steps: hostileSteps(attack) },
      target: attack,
      commit: attack,
      command: attack,
      headwater: attack,
      notes: [attack],
      source: { url: attack, files: { [attack]: attack } },
      requests: { hosts: { [attack]: { requests: 1, bytes: 1 } }, underWay: true },
    },
  )
}
