import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { findings, movedAlone } from '../report/samples.test-data.ts'
import type { Report } from '../report/report.ts'
import type { TextStyle } from '../report/text/text-layout.ts'
import { explanationOf, type Explanation } from './explanation.ts'
import { explanationText } from './explanation-text.ts'
import type { KnownHistory } from './known-history.ts'

const nothing: KnownHistory = {
  locations: [],
  redirects: [],
  contents: [],
  troubles: [],
  served: null,
  refsRead: null,
  requests: [],
}

function explained(
  { modules, at }: Report,
  path: string,
  history: Partial<KnownHistory> = {},
  project: Explanation['project'] = null,
): Explanation {
  const module = modules.find((one) => one.path === path)
  assert.ok(module)
  return explanationOf({
    headwater: '0.1.0',
    at,
    millis: 2100,
    project,
    module,
    history: { ...nothing, ...history },
    notes: [],
    requests: { hosts: { 'github.com': { requests: 3, bytes: 61_000 } } },
  })
}

const lost = explained(
  findings,
  'github.com/google/cel-go',
  {
    locations: [
      {
        vcs: 'git',
        url: 'https://github.com/google/cel-go',
        subdir: '',
        firstSeen: '2026-03-01T08:30:00.000Z',
        lastSeen: '2026-09-09T06:00:00.000Z',
      },
    ],
    redirects: [
      {
        from: 'https://github.com/google/cel-go',
        to: 'https://github.com/cel-expr/cel-go',
        firstSeen: '2026-06-16T12:00:00.000Z',
        lastSeen: '2026-09-09T06:00:00.000Z',
      },
    ],
    contents: [
      {
        commit: '1c3f9a7be0d24586f7a9b1c0d3e5f60718293a4b',
        url: 'https://github.com/google/cel-go',
        goModSum: 'h1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
        zipSum: 'h1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=',
        at: '2026-03-01T08:30:04.000Z',
      },
    ],
    troubles: [
      {
        code: 'repo-gone',
        looks: 7,
        firstSeen: '2026-09-10T07:00:00.000Z',
        lastSeen: '2026-11-22T09:59:00.000Z',
      },
    ],
  },
  { name: 'corp.example/ledger', file: 'go.mod' },
)
const moved = explained(movedAlone, 'github.com/adrg/xdg')

const style: TextStyle = { width: 80, utf8: true, color: false, verbose: false }
const golden = (name: string) => readFileSync(`test/check/golden/${name}.txt`, 'utf8')

suite('explanationText() is what is agreed upon', () => {
  for (const [name, explanation] of Object.entries({ lost, moved })) {
    for (const width of [80, 120]) {
      test(`explanationText() of ${name} in ${width} columns`, () => {
        const text = explanationText(explanation, { ...style, width })
        assert.equal(text, golden(`explain-${name}.${width}`))
        for (const line of text.split('\n')) {
          const isCommand = line.startsWith('    ')
          assert.ok(isCommand || line.length <= width, line)
        }
      })
    }
  }
})

test('explanationText() lets nothing from outside act on the terminal', () => {
  const url = 'https://github.com/x/\u001b[31mred'
  const text = explanationText(
    explained(findings, 'github.com/google/cel-go', {
      locations: [{ vcs: 'git\u0007', url, subdir: '', firstSeen: lost.at, lastSeen: lost.at }],
    }),
    style,
  )
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/)
  assert.match(text, /‹1B›/)
})
