import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenModule, builtReport, failedStep, hostileStep, ownVet } from '../builds.test-data.ts'
import type { SarifLog } from './sarif-log.ts'
import { sarifReport } from './sarif-report.ts'
import { isValid } from './schema.test-data.ts'

/** The run of a report on a build, which the official schema approves of. */
function run(...given: Parameters<typeof builtReport>): SarifLog['runs'][0] {
  const log = JSON.parse(sarifReport(builtReport(...given))) as SarifLog
  assert.ok(isValid(log), JSON.stringify(isValid.errors, null, 2))
  return log.runs[0]
}

function lineOf(given: Parameters<typeof builtReport>[0]): unknown[] {
  const { physicalLocation } = run(given).results[0]?.locations[0] ?? {}
  return [physicalLocation?.artifactLocation.uri, physicalLocation?.region.startLine]
}

test('sarifReport() has a result for a failed build, with a rule of its own', () => {
  const { results, tool } = run([failedStep()])
  assert.equal(results.length, 1)
  const { ruleId, ruleIndex = -1, level, message, relatedLocations } = results[0] ?? {}
  assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId)
  assert.deepEqual([ruleId, level], ['build-failed', 'error'])
  assert.equal(
    message?.text,
    'go build ./... failed for go.mod: that is about the project itself, not about upstream. no a',
  )
  assert.equal(relatedLocations?.[0]?.message.text, 'no b')
})

test('sarifReport() points at the line that go names, or that asks for the module, or at go.mod', () => {
  assert.deepEqual(lineOf([failedStep()]), ['services/a/main.go', 3])
  assert.deepEqual(lineOf([brokenModule]), ['services/a/go.mod', 5])
  assert.deepEqual(lineOf([{ ...brokenModule, modules: [] }]), ['services/a/go.mod', 1])
})

const prints = (...[step]: Parameters<typeof failedStep>): unknown =>
  run([failedStep(step)]).results[0]?.partialFingerprints

test('sarifReport() knows a failed build by its go.mod, whatever go says', () => {
  const first = prints()
  assert.deepEqual(prints(brokenModule), first)
  assert.notDeepEqual(prints({ file: 'b/go.mod' }), first)
  assert.notDeepEqual(prints(ownVet), first)
})

test('sarifReport() only warns of what go vet says of the project itself', () => {
  const [result] = run([ownVet]).results
  assert.deepEqual([result?.ruleId, result?.level], ['vet-failed', 'warning'])
  const [of] = run([{ ...brokenModule, ran: 'go vet ./...' }]).results
  assert.deepEqual([of?.ruleId, of?.level], ['vet-failed', 'error'])
})

test('sarifReport() says that it was not built, and names no such rule at other levels', () => {
  const { invocations, results } = run(null)
  assert.deepEqual(results, [])
  assert.match(invocations[0].toolExecutionNotifications[0]?.message.text ?? '', /It was not built/)
  assert.ok(run([]).tool.driver.rules.some(({ id }) => id === 'vet-failed'))
  const { tool } = run(null, { level: 'refs' })
  assert.ok(!tool.driver.rules.some(({ id }) => id === 'vet-failed'))
})

test('sarifReport() makes nothing of what a hostile compiler says', () => {
  const text = sarifReport(builtReport([hostileStep]))
  assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Control}|\p{Format}|\p{Surrogate}/u)
  const [result] = run([hostileStep]).results
  assert.doesNotMatch(result?.message.text ?? '', /\]\(|(?<!\{)\{\d/)
})
