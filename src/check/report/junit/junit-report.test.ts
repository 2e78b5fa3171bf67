import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { verdictCodes, type VerdictCode } from '../../../verify/judge/verdicts.ts'
import { hostile, moduleOf, reportOf } from '../a-report.test-data.ts'
import type { Report, ReportModule } from '../report.ts'
import { junitReport } from './junit-report.ts'
import { problems } from './schema.test-data.ts'

const all = verdictCodes.map((code, index) => moduleOf(code, `github.com/acme/m${index}`))

test("junitReport() is JUnit XML by Jenkins' schema, with every verdict there is", async () => {
  assert.deepEqual(await problems(junitReport(reportOf(all))), [])
  assert.deepEqual(await problems(junitReport(reportOf([]))), [])
  assert.notDeepEqual(await problems('<testsuites><testcase/></testsuites>'), [])
})

test('junitReport() holds any text', async () => {
  const module = moduleOf('repo-gone', `a.test/${hostile}`, {
    wayOut: [hostile],
    requiredBy: [hostile],
    accepted: { reason: hostile, until: null },
  })
  const report = reportOf([module, { ...module, path: hostile, accepted: null }], {
    name: hostile,
    target: hostile,
  })
  const xml = junitReport(report)
  assert.deepEqual(await problems(xml), [])
  assert.doesNotMatch(xml.replaceAll('\n', ''), /\p{Control}|\p{Format}|\p{Surrogate}|<script/u)
})

type Row = [
  what: string,
  code: VerdictCode,
  module: Partial<ReportModule>,
  rules: Partial<Report['rules']>,
  expected: string,
]

const accepted = { reason: 'moving away', until: '2027-01-31' }
const table: Row[] = [
  ['fine', 'verified', {}, {}, 'passed'],
  ['fragile', 'archived', {}, {}, 'system-out'],
  ['fragile, which fails', 'archived', {}, { failOn: ['fragile'] }, 'failure'],
  ['lost', 'repo-gone', {}, {}, 'failure'],
  ['lost, which does not fail', 'repo-gone', {}, { failOn: [] }, 'skipped'],
  ['lost, and accepted', 'repo-gone', { accepted }, {}, 'skipped'],
  ['fragile, and accepted', 'archived', { accepted }, { failOn: ['fragile'] }, 'skipped'],
  ['lost, and known', 'repo-gone', { news: 'known' }, {}, 'skipped'],
  ['lost, and new', 'repo-gone', { news: 'new' }, {}, 'failure'],
  ['undetermined', 'throttled', {}, {}, 'error'],
  ['undetermined, which is allowed', 'throttled', {}, { allowIncomplete: true }, 'skipped'],
  ['undetermined, and accepted', 'unsupported', { accepted }, {}, 'skipped'],
]

suite('junitReport()', () => {
  for (const [what, code, module, rules, expected] of table) {
    test(`junitReport() makes ${expected} of a module that is ${what}`, () => {
      const facts: Partial<Report> = {
        rules: { failOn: ['lost', 'changed'], allowIncomplete: false, ...rules },
      }
      const xml = junitReport(reportOf([moduleOf(code, 'a.test/x', module)], facts))
      const [, inside = 'passed'] = /<testcase [^>]*[^/]>\s*<([a-z-]+)/.exec(xml) ?? []
      assert.equal(inside, expected, xml)
      const count = (name: string) => new RegExp(`<testsuite .* ${name}="(\\d)"`).exec(xml)?.[1]
      assert.deepEqual(
        [count('tests'), count('failures'), count('errors'), count('skipped')],
        ['1', ...['failure', 'error', 'skipped'].map((name) => (name === expected ? '1' : '0'))],
      )
    })
  }
})

test('junitReport() names a case by its module alone, unless there are two versions of it', () => {
  const xml = junitReport(
    reportOf([
      moduleOf('verified', 'a.test/x'),
      moduleOf('verified', 'b.test/y'),
      moduleOf('verified', 'b.test/y', { version: 'v2.0.0' }),
    ]),
  )
  const names = [...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)]
  assert.deepEqual(
    names.map(([, name, classname]) => [name, classname]),
    [
      ['a.test/x', 'a.test'],
      ['b.test/y@v1.0.0', 'b.test'],
      ['b.test/y@v2.0.0', 'b.test'],
    ],
  )
})

test('junitReport() says what was seen, where, and what to do', () => {
  const xml = junitReport(reportOf([moduleOf('repo-gone')]))
  for (const text of [/saw: saw repo-gone/, /at: go\.mod:5/, /way out: .*go get/])
    assert.match(xml, text)
})
