import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure, type FailureCode } from '../../failure.ts'
import { heardAnswer, heardFailure, type Heard } from './heard.ts'

const now = 1_800_000_000_000
const date = 'Fri, 15 Jan 2027 08:00:00 GMT'
const later = 'Fri, 15 Jan 2027 08:02:00 GMT'
const inSeconds = (seconds: number) => String(now / 1000 + seconds)

const answers: [status: number, headers: Record<string, string>, heard: Heard][] = [
  [200, {}, { kind: 'good', why: '200' }],
  [200, { 'x-ratelimit-remaining': '0' }, { kind: 'good', why: '200' }],
  [301, {}, { kind: 'good', why: '301' }],
  [401, {}, { kind: 'good', why: '401' }],
  [403, {}, { kind: 'good', why: '403' }],
  [404, {}, { kind: 'good', why: '404' }],
  [405, {}, { kind: 'good', why: '405' }],
  [501, {}, { kind: 'good', why: '501' }],
  [505, {}, { kind: 'good', why: '505' }],
  [500, {}, { kind: 'trouble', why: '500' }],
  [502, { 'retry-after': '9' }, { kind: 'trouble', why: '502' }],
  [503, {}, { kind: 'trouble', why: '503' }],
  [503, { 'retry-after': 'soon' }, { kind: 'trouble', why: '503' }],
  [504, {}, { kind: 'trouble', why: '504' }],
  [429, {}, { kind: 'throttled', why: '429' }],
  [429, { 'retry-after': '7' }, { kind: 'throttled', why: '429', retryAfter: 7 }],
  [429, { 'retry-after': later, date }, { kind: 'throttled', why: '429', retryAfter: 120 }],
  [503, { 'retry-after': '30' }, { kind: 'throttled', why: '503', retryAfter: 30 }],
  [503, { 'retry-after': later, date }, { kind: 'throttled', why: '503', retryAfter: 120 }],
  [403, { 'retry-after': '60' }, { kind: 'throttled', why: '403', retryAfter: 60 }],
  [403, { 'x-ratelimit-remaining': '0' }, { kind: 'throttled', why: '403' }],
  [403, { 'x-ratelimit-remaining': '1' }, { kind: 'good', why: '403' }],
  [
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(90) },
    { kind: 'throttled', why: '403', retryAfter: 90 },
  ],
  [
    429,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 90_000) },
    { kind: 'throttled', why: '429', retryAfter: 90 },
  ],
  [429, { 'retry-after': later }, { kind: 'throttled', why: '429', retryAfter: 120 }],
  [
    429,
    { 'ratelimit-remaining': '0', 'ratelimit-reset': '45' },
    { kind: 'throttled', why: '429', retryAfter: 45 },
  ],
  [
    429,
    { 'ratelimit-remaining': '0', 'ratelimit-reset': inSeconds(-5) },
    { kind: 'throttled', why: '429', retryAfter: 0 },
  ],
  [
    429,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'never' },
    { kind: 'throttled', why: '429' },
  ],
]

suite('heardAnswer()', () => {
  for (const [status, headers, heard] of answers) {
    test(`${status} with ${JSON.stringify(headers)} is ${heard.kind}`, () => {
      assert.deepEqual(heardAnswer(status, headers, now), heard)
    })
  }
})

const failures: [FailureCode, Heard['kind']][] = [
  ['unreachable', 'trouble'],
  ['tls-invalid', 'trouble'],
  ['stopped', 'ours'],
  ['refused', 'ours'],
]

suite('heardFailure()', () => {
  for (const [code, kind] of failures) {
    test(`${code} is ${kind}`, () => {
      assert.equal(heardFailure(new Failure(code, 'Cannot')).kind, kind)
    })
  }
  test('a bug of ours says nothing about the host', () => {
    assert.equal(heardFailure(new Error('oops')).kind, 'ours')
  })
})
