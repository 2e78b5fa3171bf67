import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'
import { noon } from '../memory-hosts.test-data.ts'
import { relayOf } from '../memory-log.test-data.ts'
import { agreementOf, agreementWords, type Agreement } from './agreement.ts'

const day = 86_400_000

const doubt = { size: 7, root: Buffer.alloc(32), note: '', known: undefined, why: '', seenAt: 5 }
const fine = { url: 'https://sum.example', comparedAt: noon, trouble: undefined }

const cases: [agreement: Agreement, changes: Partial<RelayStanding>][] = [
  ['agrees', {}],
  ['agrees', { comparedAt: noon - day }],
  ['stale', { comparedAt: noon - day - 1 }],
  ['stale', { comparedAt: noon + day + 1 }],
  ['unknown', { comparedAt: undefined }],
  ['unknown', { head: undefined }],
  ['unreachable', { trouble: { at: noon, code: 'unreachable' } }],
  ['unreachable', { trouble: { at: noon, code: 'throttled' }, comparedAt: undefined }],
  ['unbelievable', { trouble: { at: noon, code: 'mismatch' } }],
  ['doubtful', { doubts: [doubt] }],
  ['doubtful', { doubts: [doubt], trouble: { at: noon, code: 'mismatch' }, head: undefined }],
  ['partly', { sources: [{ ...fine, trouble: { at: noon, code: 'unreachable' } }] }],
  ['agrees', { sources: [fine, { ...fine, comparedAt: undefined }] }],
  ['frozen', { isFrozen: true, doubts: [doubt] }],
  ['frozen', { isFrozen: true }],
  ['frozen', { isFrozen: true, trouble: { at: noon, code: 'unreachable' }, head: undefined }],
]

for (const [agreement, changes] of cases) {
  test(`${JSON.stringify(changes)} is ${agreement}`, () => {
    assert.equal(agreementOf(relayOf(changes), noon), agreement)
  })
}

test('nothing but an agreement looks fine, and nothing but a fork looks changed', () => {
  for (const [agreement, { mark }] of Object.entries(agreementWords)) {
    const expected = { agrees: 'ok', frozen: 'changed' }[agreement] ?? 'undetermined'
    assert.equal(mark, expected)
  }
})
