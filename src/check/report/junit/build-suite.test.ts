import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostile } from '../a-report.test-data.ts'
import { brokenModule, builtReport, failedStep, hostileStep, ownVet } from '../builds.test-data.ts'
import { junitReport } from './junit-report.ts'
import { problems } from './schema.test-data.ts'

const good = failedStep({ ok: true, fault: null, output: '', messages: [] })

/** The suite of go, as its head and its cases. */
async function suiteOf(...given: Parameters<typeof builtReport>): Promise<string> {
  const xml = junitReport(builtReport(...given))
  assert.deepEqual(await problems(xml), [])
  return /<testsuite name="go"[^]*?<\/testsuite>/.exec(xml)?.[0] ?? ''
}

test('junitReport() has a case for each command of go', async () => {
  const text = await suiteOf([good, ownVet])
  assert.match(text, /tests="2" failures="0" errors="0" skipped="1"/)
  assert.match(
    text,
    /<testcase name="go build \.\/\.\.\." classname="go\.go\.mod" time="1\.500"\/>/,
  )
  assert.match(text, /<skipped>not among what fails the check\ngo vet [^]*at: main\.go:3/)
})

test('junitReport() lets a failed build fail, with what go said', async () => {
  const text = await suiteOf([brokenModule])
  assert.match(text, /tests="1" failures="1"/)
  assert.match(
    text,
    /<failure type="build-failed" message="go build [^"]* a module does not compile/,
  )
  assert.match(text, /a\.go:3:5: no c<\/failure>/)
  const lenient = await suiteOf([brokenModule], { rules: { failOn: [], allowIncomplete: false } })
  assert.match(lenient, /failures="0" errors="0" skipped="1"/)
})

test('junitReport() takes for an error that it was not built', async () => {
  assert.match(await suiteOf(null), /errors="1"[^]*<error type="unbuilt"/)
  const rules = { failOn: ['lost'], allowIncomplete: true }
  assert.match(await suiteOf(null, { rules }), /errors="0" skipped="1"/)
})

test('junitReport() has no such case where nothing was to be built', async () => {
  assert.equal(await suiteOf(null, { level: 'content' }), '')
})

test('junitReport() holds whatever a compiler says', async () => {
  const text = await suiteOf([hostileStep])
  assert.match(text, /failures="1"/)
  assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Control}|\p{Format}|\p{Surrogate}|<script/u)
  assert.ok(hostile.includes('<script'))
})
