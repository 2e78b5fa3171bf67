import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { moduleOf } from '../report/a-report.test-data.ts'
import type { ReportModule } from '../report/report.ts'
import { baselineText, compareWith, newsOf } from './baseline.ts'
import { parseBaseline } from './parse-baseline.ts'

/** What upstream gives of a module whose tag was moved. */
function moved(upstream: string | null, more: Partial<ReportModule> = {}): ReportModule {
  const module = moduleOf('version-moved', 'a.test/moved', more)
  return { ...module, sum: { ...module.sum, upstream } }
}

const before = parseBaseline(
  baselineText([
    moved('h1:second'),
    moduleOf('repo-gone', 'a.test/gone'),
    moduleOf('verified', 'a.test/ok'),
    moduleOf('throttled', 'a.test/slow'),
  ]),
  'baseline.json',
)

function suspected(path: string): ReportModule {
  const { verdict, ...module } = moduleOf('suspected', path)
  const suspect = { code: 'repo-gone', looks: 1, since: '', next: '' } as const
  return { ...module, verdict: { ...verdict, suspect } }
}

test('baselineText() is in order, an entry a line, with findings only', () => {
  const modules = [
    moduleOf('repo-gone', 'b.test/x', { version: 'v1.10.0' }),
    moduleOf('repo-gone', 'b.test/x', { version: 'v1.9.0' }),
    moduleOf('archived', 'a.test/x'),
    moduleOf('suspected', 'a.test/y'),
    moduleOf('repo-gone', 'a.test/z', { accepted: { reason: 'r', until: null } }),
  ]
  assert.equal(
    baselineText(modules),
    `{
  "headwater-baseline": 1,
  "findings": [
    {"module":"a.test/x","code":"archived","version":"v1.0.0"},
    {"module":"b.test/x","code":"repo-gone","version":"v1.9.0"},
    {"module":"b.test/x","code":"repo-gone","version":"v1.10.0"}
  ]
}
`,
  )
  assert.equal(baselineText(modules.toReversed()), baselineText(modules))
  assert.deepEqual(parseBaseline(baselineText([]), 'b').findings, [])
})

test('baselineText() keeps what it knew of a module that could not be judged', () => {
  const text = baselineText([moduleOf('throttled', 'a.test/gone')], before)
  assert.deepEqual(parseBaseline(text, 'b').findings, [
    { module: 'a.test/gone', code: 'repo-gone', version: 'v1.0.0' },
  ])
})

test('baselineText() keeps that of one module among others, and orders by module, code and version', () => {
  const slow = moduleOf('throttled', 'a.test/gone')
  const others = [
    moduleOf('version-gone', 'b.test/x', { version: 'v1.1.0' }),
    moduleOf('verified', 'c.test/x'),
    moduleOf('repo-gone', 'b.test/x', { version: 'v1.2.0' }),
    moduleOf('repo-gone', 'a.test/b', { version: 'v9.0.0' }),
  ]
  const { findings } = parseBaseline(baselineText([...others, slow], before), 'b')
  assert.deepEqual(
    findings.map(({ module, code, version }) => `${module} ${code} ${version}`),
    [
      'a.test/b repo-gone v9.0.0',
      'a.test/gone repo-gone v1.0.0',
      'b.test/x repo-gone v1.2.0',
      'b.test/x version-gone v1.1.0',
    ],
  )
})

test('baselineText() keeps what was not checked, where only a part was', () => {
  const part = [moduleOf('verified', 'a.test/gone'), moduleOf('archived', 'a.test/new')]
  const codes = (isWhole: boolean) =>
    parseBaseline(baselineText(part, before, isWhole), 'b').findings.map(({ code }) => code)
  assert.deepEqual(codes(false), ['version-moved', 'archived'])
  assert.deepEqual(codes(true), ['archived'])
})

const table: [what: string, module: ReportModule, news: ReportModule['news']][] = [
  ['the same loss', moduleOf('repo-gone', 'a.test/gone'), 'known'],
  [
    'the loss of another version',
    moduleOf('repo-gone', 'a.test/gone', { version: 'v2.0.0' }),
    'new',
  ],
  ['another loss of it', moduleOf('version-gone', 'a.test/gone'), 'new'],
  ['a suspicion of it', suspected('a.test/gone'), 'known'],
  ['a suspicion of something else', suspected('a.test/moved'), null],
  ['the same change', moved('h1:second'), 'known'],
  ['another move of the same tag', moved('h1:third'), 'new'],
  ['a tag that names nothing of use now', moved(null), 'new'],
  ['a change of another version', moved('h1:second', { version: 'v2.0.0' }), 'new'],
  ['another module', moduleOf('repo-gone', 'a.test/other'), 'new'],
  ['what could not be judged', moduleOf('throttled', 'a.test/gone'), null],
  ['what is fine', moduleOf('verified', 'a.test/gone'), null],
]

suite('newsOf()', () => {
  for (const [what, module, news] of table) {
    test(`newsOf() says ${news} of ${what}`, () => {
      assert.equal(newsOf(module, before), news)
    })
  }
})

test('compareWith() tells what was fixed, if that is known', () => {
  const modules = [
    moduleOf('verified', 'a.test/gone'),
    moduleOf('throttled', 'a.test/moved'),
    moduleOf('repo-gone', 'a.test/other', { news: 'new' }),
  ]
  assert.deepEqual(compareWith(before, modules, true), {
    new: 1,
    known: 0,
    fixed: [{ module: 'a.test/gone', code: 'repo-gone', version: 'v1.0.0' }],
  })
  assert.deepEqual(compareWith(before, modules, false).fixed, [])
})

test('compareWith() calls nothing fixed that changed once more', () => {
  const modules = [moved('h1:third', { news: 'new' }), moduleOf('repo-gone', 'a.test/gone')]
  assert.deepEqual(compareWith(before, modules, true).fixed, [])
})

test('compareWith() takes a version for fixed that is needed no more, whatever becomes of another', () => {
  const modules = [moved('h1:second'), moduleOf('throttled', 'a.test/gone', { version: 'v1.1.0' })]
  assert.deepEqual(
    compareWith(before, modules, true).fixed.map(({ module }) => module),
    ['a.test/gone'],
  )
})

test('a baseline knows changed content by the hash of the zip, else of go.mod', () => {
  const goMod = { goSum: null, upstream: 'h1:mod', sumdb: null }
  const module = moved(null)
  const graphOnly = { ...module, sum: { ...module.sum, goMod } }
  const whole = moved('h1:zip')
  const text = baselineText([{ ...whole, sum: { ...whole.sum, goMod } }, graphOnly])
  const known = parseBaseline(text, 'b')
  assert.deepEqual(
    known.findings.map(({ upstream }) => upstream),
    ['h1:mod', 'h1:zip'],
  )
  assert.equal(newsOf(graphOnly, known), 'known')
})

test('a baseline without hashes knows losses, and no changed content', () => {
  const text = baselineText([moved(null), moduleOf('repo-gone', 'a.test/gone')])
  const known = parseBaseline(text, 'b')
  assert.equal(newsOf(moduleOf('repo-gone', 'a.test/gone'), known), 'known')
  assert.equal(newsOf(moved('h1:second'), known), 'new')
})

suite('parseBaseline()', () => {
  const finding = { module: 'a', code: 'repo-gone', version: 'v1.0.0' }
  const bad: [string, unknown][] = [
    ['no object', []],
    ['another version', { 'headwater-baseline': 2, findings: [] }],
    ['no list', { 'headwater-baseline': 1 }],
    ['an unknown code', { 'headwater-baseline': 1, findings: [{ ...finding, code: 'odd' }] }],
    [
      'a hash that is no text',
      { 'headwater-baseline': 1, findings: [{ ...finding, upstream: 1 }] },
    ],
    ['a number', { 'headwater-baseline': 1, findings: [{ ...finding, module: 1 }] }],
  ]
  for (const [what, value] of bad) {
    test(`parseBaseline() refuses ${what}`, () => {
      assert.throws(() => parseBaseline(JSON.stringify(value), 'b.json'), Failure)
    })
  }
  test('parseBaseline() names the file and the way out', () => {
    assert.throws(
      () => parseBaseline('{', 'b.json'),
      (error) => Failure.is(error, 'invalid') && /b\.json/.test(error.message),
    )
  })
})
