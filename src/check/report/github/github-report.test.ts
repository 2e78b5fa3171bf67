import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { BuildStep } from '../../build/build.ts'
import { brokenModule, builtReport, failedStep, ownVet } from '../builds.test-data.ts'
import { attacks, hostileReport } from '../hostile.test-data.ts'
import { manyOf, moduleOf, noon, reportOf } from '../reports.test-data.ts'
import { fine, findings, throttled, withBaseline } from '../samples.test-data.ts'
import { messageText, propertyText } from './encode.ts'
import { githubReport } from './github-report.ts'

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)

test('githubReport() has an error for each finding, where it is asked for', () => {
  assert.deepEqual(linesOf(githubReport(findings)).slice(0, 2), [
    '::error file=go.mod,line=41,title=Changed%3A version-moved::github.com/adrg/xdg v0.5.1: the tag names other content than go.sum and the public log. Way out: go get github.com/adrg/xdg@v0.5.2',
    '::error file=go.mod,line=97,title=Lost%3A repo-gone::github.com/google/cel-go v0.29.0: git 401, page 404, control 200; gone since 10 Sep, confirmed. Way out: go get k8s.io/apiserver@v0.37.0 && go mod tidy',
  ])
})

test('githubReport() names files from the root of the repository', () => {
  const source = { url: null, files: { 'go.mod': 'service/go.mod' } }
  assert.match(githubReport({ ...findings, source }), /^::error file=service\/go\.mod,line=41,/)
})

test('githubReport() has one warning for all that has no answer', () => {
  assert.deepEqual(
    linesOf(githubReport(throttled)).filter((line) => !line.startsWith('::notice')),
    [
      '::warning file=go.mod,line=1,title=Incomplete::32 of 251 modules could not be judged (github.com throttled, git.corp.example auth-required). This is not a clean result.',
    ],
  )
})

test('githubReport() calls suspected only what is', () => {
  const unsupported = manyOf(1, 'a.test', 'unsupported')
  assert.match(githubReport(reportOf(unsupported)), /judged \(a\.test unsupported\)\./)
  const suspect = { code: 'repo-gone', looks: 1, since: noon, next: noon } as const
  const suspected = moduleOf('a.test/x@v1.0.0', 'suspected', { verdict: { suspect } })
  assert.match(githubReport(reportOf([suspected])), /judged \(a\.test suspected repo-gone\)\./)
})

test('githubReport() warns when not all modules are known', () => {
  assert.match(
    githubReport(reportOf([], { complete: false })),
    /^::warning file=go\.mod,line=1,title=Incomplete::Not all modules are known/,
  )
})

test('githubReport() has notices for what is fragile and for what is known, and nothing for what is accepted', () => {
  const known = withBaseline.modules.map((one) => ({
    ...one,
    ...(one.path.endsWith('xdg') && { news: 'known' as const }),
  }))
  const lines = linesOf(githubReport({ ...withBaseline, modules: known }))
  assert.deepEqual(
    lines.map((line) => /::(\w+) .*title=([^:]*)/.exec(line)?.slice(1).join(' ')),
    [
      'error Lost%3A repo-gone',
      'notice Changed%3A version-moved (known)',
      ...['redirected', 'redirected', 'archived', 'retracted'].map(
        (code) => `notice Fragile%3A ${code}`,
      ),
    ],
  )
  assert.equal(githubReport(fine), '')
})

test('githubReport() keeps to ten of a kind, the tenth counts the rest', () => {
  const lines = linesOf(githubReport(reportOf(manyOf(16, 'github.com', 'repo-gone'))))
  assert.equal(lines.length, 10)
  assert.equal(lines.at(-1), '::error::and 7 more, see the summary')
  assert.equal(linesOf(githubReport(reportOf(manyOf(10, 'a.test', 'repo-gone')))).length, 10)
})

const fileLine = (step: BuildStep): string[] =>
  linesOf(githubReport(builtReport([step]))).map((line) => line.replaceAll(/,title=[^:]*/g, ''))

test('githubReport() says on its line what does not compile', () => {
  assert.deepEqual(fileLine(failedStep()), [
    '::error file=services/a/main.go,line=3::no a (go build ./...)',
    '::error file=services/a/main.go,line=4::no b (go build ./...)',
  ])
  assert.match(fileLine(brokenModule).join(), /^::error file=services\/a\/go\.mod,line=5::go build/)
  assert.match(
    fileLine(brokenModule).join(),
    /\(github\.com\/acme\/x@v1\.0\.0\): .*a\.go:3:5: no c$/,
  )
  assert.match(fileLine(ownVet).join('\n'), /^::warning [^]*\n::warning /)
})

test('githubReport() leaves room for modules beside the messages of a build', () => {
  const messages = Array.from({ length: 10 }, (_, line) => ({ file: 'a.go', line, text: 'no' }))
  const lost = manyOf(8, 'github.com', 'repo-gone')
  const report = builtReport([failedStep({ messages })], { modules: lost })
  assert.equal(linesOf(githubReport(report)).filter((line) => /repo-gone/.test(line)).length, 6)
})

test('githubReport() warns that it was not built', () => {
  assert.match(githubReport(builtReport(null)), /^::warning file=.*Incomplete::It was not built/)
})

suite('githubReport() gives no command of others', () => {
  for (const attack of attacks) {
    test(`githubReport() of ${JSON.stringify(attack.slice(0, 40))}`, () => {
      const text = githubReport(hostileReport(attack))
      assert.doesNotMatch(text, /[^\n\P{Control}]|[\u202e\u200b]/u)
      for (const line of linesOf(text)) {
        assert.match(line, /^::(?:error|warning|notice) (?:file=[^,:]*,line=\d+,)?title=[^,:]*::/)
      }
    })
  }
})

test('encoding is that of GitHub', () => {
  assert.equal(messageText('100%, a: b'), '100%25, a: b')
  assert.equal(propertyText('50%: a,b'), '50%25%3A a%2Cb')
})
