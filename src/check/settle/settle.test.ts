import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moduleOf } from '../report/a-report.test-data.ts'
import { counts, exitCodeOf } from '../report/exit.ts'
import { baselineText } from './baseline.ts'
import { parseBaseline } from './parse-baseline.ts'
import { settleAll, settleModule } from './settle.ts'

const rules = { failOn: ['lost', 'changed'], allowIncomplete: false }
const ignores = [
  { module: 'a.test/*', code: 'lost', reason: 'r', expires: '2027-01-31', where: 'f:1' },
  { module: 'a.test/*', code: 'unsupported', reason: 'r', expires: '2027-01-31', where: 'f:5' },
]
const baseline = parseBaseline(baselineText([moduleOf('repo-gone', 'b.test/x')]), 'b')
const settling = { ignores, baseline, today: '2026-11-22' }

test('settleAll() takes what is accepted or known out of what counts, and leaves it in sight', () => {
  const modules = [
    moduleOf('repo-gone', 'a.test/x'),
    moduleOf('unsupported', 'a.test/y'),
    moduleOf('repo-gone', 'b.test/x'),
  ]
  const settled = settleAll(modules, settling, true)
  assert.deepEqual(
    settled.modules.map(({ accepted, news }) => [accepted?.until, news]),
    [
      ['2027-01-31', null],
      ['2027-01-31', null],
      [undefined, 'known'],
    ],
  )
  assert.deepEqual(settled.modules.filter(counts), [])
  assert.deepEqual(settled.notes, [])
  assert.deepEqual(
    settled.modules,
    modules.map((module) => settleModule(module, settling)),
  )
})

test('settleAll() leaves what is neither to count', () => {
  const { modules } = settleAll([moduleOf('repo-gone', 'c.test/x')], settling, true)
  const verdicts = modules.filter(counts).map(({ verdict }) => verdict)
  assert.equal(exitCodeOf(verdicts, rules), 1)
})
