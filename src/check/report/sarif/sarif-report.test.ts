import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { meaningOf, verdictCodes } from '../../../verify/judge/verdicts.ts'
import { hostile, moduleOf, reportOf } from '../a-report.test-data.ts'
import type { Report } from '../report.ts'
import type { SarifLog } from './sarif-log.ts'
import { sarifReport } from './sarif-report.ts'
import { isValid } from './schema.test-data.ts'

/** The one run of a report as SARIF, which the official schema approves of. */
function run(report: Report): SarifLog['runs'][0] {
  const log = JSON.parse(sarifReport(report)) as SarifLog
  assert.ok(isValid(log), JSON.stringify(isValid.errors, null, 2))
  return log.runs[0]
}

const all = verdictCodes.map((code, index) => moduleOf(code, `github.com/acme/m${index}`))

test('sarifReport() is SARIF 2.1.0 by its schema, with every verdict there is', () => {
  const { results, invocations } = run(reportOf(all))
  const classes = Map.groupBy(verdictCodes, (code) => meaningOf(code).class)
  const found = ['changed', 'lost', 'fragile'] as const
  assert.deepEqual(
    results.map(({ ruleId }) => ruleId).toSorted(),
    found.flatMap((of) => classes.get(of) ?? []).toSorted(),
  )
  assert.deepEqual(
    new Set(invocations[0].toolExecutionNotifications.map(({ descriptor }) => descriptor?.id)),
    new Set(classes.get('undetermined')),
  )
})

test('sarifReport() names the rule of each result, with its level and a help text', () => {
  const { results, tool } = run(reportOf(all))
  for (const { ruleId, ruleIndex, level } of results) {
    const rule = tool.driver.rules[ruleIndex]
    assert.equal(rule?.id, ruleId)
    assert.equal(rule.defaultConfiguration.level, level)
    assert.match(rule.help.text, /^\S.+\. [A-Z].+\.$/)
  }
  const { level } = results.find(({ ruleId }) => ruleId === 'archived') ?? {}
  assert.equal(level, 'note')
})

test('sarifReport() has the schema refuse what is no SARIF', () => {
  const log = JSON.parse(sarifReport(reportOf(all))) as { runs: { results: object[] }[] }
  log.runs[0]?.results.push({ ruleId: 'x' })
  assert.equal(isValid(log), false)
})

test('sarifReport() points at the line in go.mod, from the root of the repository', () => {
  const { results, versionControlProvenance, automationDetails } = run(
    reportOf([moduleOf('repo-gone')]),
  )
  assert.deepEqual(results[0]?.locations[0], {
    physicalLocation: {
      artifactLocation: { uri: 'services/a/go.mod', uriBaseId: '%SRCROOT%' },
      region: { startLine: 5 },
    },
    logicalLocations: [{ fullyQualifiedName: 'github.com/acme/x@v1.0.0', kind: 'module' }],
  })
  assert.deepEqual(versionControlProvenance?.[0]?.repositoryUri, 'https://git.corp.example/ledger')
  assert.equal(automationDetails.id, 'headwater/services/a/go.mod/')
})

test('sarifReport() points at the first line of go.mod where no line asks for a module', () => {
  const report = reportOf([moduleOf('repo-gone', 'a.test/x', { requiredAt: null })])
  const [location] = run(report).results[0]?.locations ?? []
  assert.deepEqual(location?.physicalLocation?.region, { startLine: 1 })
  const named = { ...report, kind: 'modules', target: 'a.test/x', source: null } as const
  assert.equal(run(named).results[0]?.locations[0]?.physicalLocation, undefined)
})

test('sarifReport() gives a file outside of the repository its own address', () => {
  const requiredAt = { file: '/else where/go.mod', line: 3, indirect: false }
  const { results } = run(reportOf([moduleOf('repo-gone', 'a.test/x', { requiredAt })]))
  assert.deepEqual(results[0]?.locations[0]?.physicalLocation?.artifactLocation, {
    uri: 'file:///else%20where/go.mod',
  })
})

function fingerprints(...given: Parameters<typeof moduleOf>): unknown {
  return run(reportOf([moduleOf(...given)])).results[0]?.partialFingerprints
}

test('sarifReport() knows a finding by its module and code, whatever version and line it is on', () => {
  const path = 'github.com/acme/x'
  const first = fingerprints('repo-gone', path)
  const requiredAt = { file: 'go.mod', line: 50, indirect: true }
  assert.deepEqual(first, fingerprints('repo-gone', path, { version: 'v2.0.0', requiredAt }))
  assert.notDeepEqual(first, fingerprints('version-gone', path))
  assert.notDeepEqual(first, fingerprints('repo-gone', 'github.com/acme/y'))
})

test('sarifReport() tells what to do in sentences', () => {
  const module = moduleOf('version-moved', 'a.test/x', {
    advice: [
      { label: 'way out', text: 'v1.0.1 verifies', command: 'go get a.test/x@v1.0.1' },
      { label: 'or', text: 'a.test/y has the same code' },
      { label: 'never', text: 'delete go.sum' },
    ],
  })
  const text = run(reportOf([module])).results[0]?.message.text ?? ''
  assert.match(
    text,
    /\. Way out: v1\.0\.1 verifies: go get a\.test\/x@v1\.0\.1\. Or: a\.test\/y has the same code\. Never delete go\.sum\.$/,
  )
})

test('sarifReport() leaves out what is accepted', () => {
  const accepted = { reason: 'moving away', until: '2027-01-31' }
  const { results, invocations } = run(
    reportOf([
      moduleOf('repo-gone', 'a.test/x', { accepted }),
      moduleOf('unsupported', 'a.test/y', { accepted }),
    ]),
  )
  assert.deepEqual(results, [])
  assert.deepEqual(invocations[0].toolExecutionNotifications, [])
  assert.equal(invocations[0].executionSuccessful, true)
})

test('sarifReport() of an incomplete check is no success, and says what was not judged', () => {
  const { invocations, results } = run(reportOf([moduleOf('throttled')], { exit: 3 }))
  assert.equal(invocations[0].executionSuccessful, false)
  assert.equal(invocations[0].exitCode, 3)
  assert.deepEqual(results, [])
  assert.match(
    invocations[0].toolExecutionNotifications[0]?.message.text ?? '',
    /^Undetermined: github\.com\/acme\/x v1\.0\.0\. Upstream wants fewer requests\. Seen: saw/,
  )
})

function states(report: Report): unknown[] {
  return run(report).results.map(({ baselineState }) => baselineState)
}

test('sarifReport() tells what is new, where there is a baseline', () => {
  const modules = [
    moduleOf('repo-gone', 'a.test/x', { news: 'known' }),
    moduleOf('repo-gone', 'a.test/y', { news: 'new' }),
  ]
  assert.deepEqual(states(reportOf(modules, { baseline: { new: 1, known: 1, fixed: [] } })), [
    'new',
    'unchanged',
  ])
  assert.deepEqual(states(reportOf(modules)), [undefined, undefined])
})

test('sarifReport() has another category for a check of a part', () => {
  const changedSince = { ref: 'main', commit: 'c0ffee', unchanged: 3 }
  assert.equal(
    run(reportOf([], { changedSince })).automationDetails.id,
    'headwater-added/services/a/go.mod/',
  )
})

suite('sarifReport() and hostile text', () => {
  const module = moduleOf('repo-gone', `a.test/${hostile}`, {
    advice: [{ label: 'way out', text: hostile, command: hostile }],
    requiredBy: [hostile],
    requiredAt: { file: `${hostile}/go.mod`, line: 2, indirect: false },
  })
  const report = reportOf([module, moduleOf('throttled', hostile)], { notes: [hostile] })

  test('sarifReport() stays valid, and harmless to print', () => {
    run({ ...report, target: hostile, command: hostile })
    const text = sarifReport({ ...report, target: hostile, command: hostile })
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Control}|\p{Format}|\p{Surrogate}/u)
  })

  test('sarifReport() makes no link and no placeholder of it', () => {
    const { results, invocations } = run(report)
    const [{ message } = { message: { text: '' } }] = results
    const notes = invocations[0].toolConfigurationNotifications
    for (const { text } of [message, ...notes.map((note) => note.message)]) {
      assert.doesNotMatch(text, /\]\(|(?<!\{)\{\d/)
      assert.match(text, /\[here\] \(https/)
    }
  })
})
