import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseInfo } from './parse-info.ts'
import { canonicalInfo, formatInfo, goTime } from './version-info.ts'

const Time = '2020-01-02T03:04:05Z'
const pseudo = 'v0.0.0-20200102030405-0123456789ab'
const tags = { TagPrefix: 'sub/', TagSum: 't1:x', RepoSum: 'r1:y' }

test('formatInfo() writes the fields in the order of Go, without empty ones', () => {
  const Origin = { Hash: 'h', URL: 'u', ...tags, Ref: 'r', Subdir: '', VCS: 'git' }
  assert.equal(
    formatInfo({ Version: 'v1.0.0', Time, Origin }),
    `{"Version":"v1.0.0","Time":"${Time}","Origin":{"VCS":"git","URL":"u","Hash":"h","TagPrefix":"sub/","TagSum":"t1:x","Ref":"r","RepoSum":"r1:y"}}`,
  )
  assert.equal(formatInfo({ Version: 'v1.0.0', Time }), `{"Version":"v1.0.0","Time":"${Time}"}`)
})

test('canonicalInfo() drops tags, and the ref of a pseudo-version', () => {
  const Origin = { VCS: 'git', Hash: 'h', Ref: 'refs/heads/main', ...tags }
  const kept = { VCS: 'git', Hash: 'h' }
  assert.deepEqual(canonicalInfo({ Version: pseudo, Time, Origin }).Origin, kept)
  assert.deepEqual(canonicalInfo({ Version: 'v1.0.0', Time, Origin }).Origin, {
    ...kept,
    Ref: 'refs/heads/main',
  })
  assert.deepEqual(canonicalInfo({ Version: 'v1.0.0', Time }), { Version: 'v1.0.0', Time })
})

test('goTime() has no fraction', () => {
  assert.equal(goTime(new Date('2020-01-02T03:04:05.678Z')), Time)
})

suite('parseInfo()', () => {
  const good = [
    [`{"Version":"v1","Time":"${Time}"}`, { Version: 'v1', Time }],
    ['{"Version":"v1"}', { Version: 'v1', Time: '0001-01-01T00:00:00Z' }],
    [
      '{"Version":"v1","Time":"2020-01-02T03:04:05.678+02:00","Short":"x"}',
      { Version: 'v1', Time: '2020-01-02T03:04:05.678+02:00' },
    ],
    ['{"Version":"v1","Time":null}', { Version: 'v1', Time: '0001-01-01T00:00:00Z' }],
    [`{"Version":"v1","Time":"${Time}","Origin":null}`, { Version: 'v1', Time }],
    [
      `{"Version":"v1","Time":"${Time}","Origin":{"Hash":"h","VCS":"git","More":1,"Ref":""}}`,
      { Version: 'v1', Time, Origin: { VCS: 'git', Hash: 'h' } },
    ],
  ] as const
  for (const [json, info] of good) {
    test(`reads ${json}`, () => assert.deepEqual(parseInfo(json), info))
  }

  const bad = ['', '{}', '[]', '7', '{"Version":7}', '{"Version":"v1","Time":7}']
  for (const json of [...bad, '{"Version":"v1","Time":""}', '{"Version":"v1","Origin":7}']) {
    test(`refuses ${json || 'nothing'}`, () => assert.throws(() => parseInfo(json)))
  }
})

const times: [time: string, isOne: boolean][] = [
  ['0000-02-29T00:00:00Z', true],
  ['2024-02-29T23:59:59Z', true],
  ['9999-12-31T23:59:59.999999999999Z', true],
  ['2020-01-02T03:04:05+24:60', true],
  ['2020-01-02T3:04:05,5-07:00', true],
  ['2020-13-45T99:99:99Z', false],
  ['2020-00-01T00:00:00Z', false],
  ['2020-01-00T00:00:00Z', false],
  ['2020-04-31T00:00:00Z', false],
  ['2023-02-29T00:00:00Z', false],
  ['1900-02-29T00:00:00Z', false],
  ['2020-01-02T24:00:00Z', false],
  ['2020-01-02T00:60:00Z', false],
  ['2020-01-02T23:59:60Z', false],
  ['2020-01-02T00:00:00+25:00', false],
  ['2020-01-02T00:00:00+00:61', false],
  ['2020-01-02T00:00:00z', false],
  ['2020-01-02 00:00:00Z', false],
]
for (const [time, isOne] of times) {
  test(`parseInfo() ${isOne ? 'takes' : 'refuses'} the time ${time}`, () => {
    const json = JSON.stringify({ Version: 'v1', Time: time })
    if (isOne) assert.equal(parseInfo(json).Time, time)
    else assert.throws(() => parseInfo(json))
  })
}
