import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { VerdictCode } from '../../verify/judge/verdicts.ts'
import { moduleOf } from '../report/a-report.test-data.ts'
import type { ReportModule } from '../report/report.ts'
import { acceptedBy, mayIgnore, remarksOn, type Ignore } from './accept.ts'

const entry: Ignore = {
  module: 'github.com/acme/x',
  code: 'repo-gone',
  reason: 'moving away',
  expires: '2027-01-31',
  where: '.headwater.toml:3',
}
const today = '2026-11-22'

function suspected(code: VerdictCode): ReportModule {
  const { verdict, ...module } = moduleOf('suspected')
  const since = verdict.firstSeen
  return { ...module, verdict: { ...verdict, suspect: { code, looks: 1, since, next: since } } }
}

const table: [what: string, ignore: Partial<Ignore>, module: ReportModule, isAccepted: boolean][] =
  [
    ['its module and code', {}, moduleOf('repo-gone'), true],
    ['another code', {}, moduleOf('version-gone'), false],
    ['another module', {}, moduleOf('repo-gone', 'github.com/acme/y'), false],
    ['a module below it', {}, moduleOf('repo-gone', 'github.com/acme/x/v2'), false],
    ['a glob', { module: 'github.com/*/x' }, moduleOf('repo-gone'), true],
    ['a glob that ends too early', { module: 'github.com/*' }, moduleOf('repo-gone'), false],
    ['its version', { version: 'v1.0.0' }, moduleOf('repo-gone'), true],
    ['another version', { version: 'v1.0.1' }, moduleOf('repo-gone'), false],
    ['its class', { code: 'lost' }, moduleOf('repo-gone'), true],
    ['another class', { code: 'changed' }, moduleOf('repo-gone'), false],
    ['a suspicion of it', {}, suspected('repo-gone'), true],
    ['a suspicion of its class', { code: 'lost' }, suspected('repo-gone'), true],
    ['a suspicion of something else', {}, suspected('version-moved'), false],
    ['what could not be judged', { code: 'lost' }, moduleOf('throttled'), false],
    ['that it could not be judged', { code: 'unsupported' }, moduleOf('unsupported'), true],
    ['what is fine', { module: '*' }, moduleOf('verified'), false],
    ['the last day', { expires: today }, moduleOf('repo-gone'), true],
    ['the day after', { expires: '2026-11-21' }, moduleOf('repo-gone'), false],
  ]

suite('acceptedBy()', () => {
  for (const [what, ignore, module, isAccepted] of table) {
    test(`acceptedBy() ${isAccepted ? 'takes' : 'does not take'} an entry for ${what}`, () => {
      const expires = ignore.expires ?? entry.expires
      assert.deepEqual(
        acceptedBy(module, [{ ...entry, ...ignore }], today),
        isAccepted ? { reason: 'moving away', until: expires } : null,
      )
    })
  }
})

test('remarksOn() tells of entries that are over, and which modules that concerns', () => {
  const over = { ...entry, expires: '2026-11-01' }
  assert.deepEqual(remarksOn([over], [moduleOf('repo-gone')], today, true), [
    '.headwater.toml:3: the entry for github.com/acme/x (repo-gone) ended on 2026-11-01; github.com/acme/x is judged again',
  ])
  assert.match(remarksOn([over], [], today, false).join(), /; nothing needs it$/)
})

test('remarksOn() tells of entries that nothing needs, if that is known', () => {
  const unused = [
    '.headwater.toml:3: the entry for github.com/acme/x (repo-gone) is not needed; take it out',
  ]
  assert.deepEqual(remarksOn([entry], [moduleOf('verified')], today, true), unused)
  assert.deepEqual(remarksOn([entry], [], today, true), unused)
  assert.deepEqual(remarksOn([entry], [moduleOf('repo-gone')], today, true), [])
  assert.deepEqual(remarksOn([entry], [moduleOf('throttled')], today, true), [])
  assert.deepEqual(remarksOn([entry], [], today, false), [])
})

test('mayIgnore() takes what can be found only', () => {
  for (const name of ['lost', 'undetermined', 'repo-gone', 'throttled', 'archived']) {
    assert.ok(mayIgnore(name), name)
  }
  for (const name of ['ok', 'verified', 'unchanged', 'gone', '']) assert.ok(!mayIgnore(name), name)
})
