import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure, type FailureCode } from '../../failure.ts'
import type { MadeVersion } from '../../store/facts/made-versions.ts'
import type { LookResult } from '../../store/facts/repositories.ts'
import { lookAt } from './look-at.ts'

const url = 'https://a.example/x'
const hash = 'a'.repeat(40)
const version: MadeVersion = { path: 'a.example/x', version: 'v1.0.0', ref: 'refs/tags/v1', hash }
const versionsOf = (of: string) => (of === url ? [version] : [])
const repository = { url, vcs: 'git' }

const failing = (code: FailureCode) => ({
  read: () => Promise.reject(new Failure(code, `Cannot ask: ${code}`)),
  versionsOf,
})

suite('lookAt()', () => {
  test('reads the refs of a repository, and holds them against what was made from it', async () => {
    const asked: string[][] = []
    const tags = new Map([['v1', hash]])
    const seen = await lookAt(repository, 'floor', {
      read: async (...what) => {
        asked.push(what)
        return { tags }
      },
      versionsOf,
    })
    assert.deepEqual(asked, [['git', url, 'floor']])
    assert.deepEqual(seen, { result: 'unchanged', saw: '1 tag as before' })
    tags.clear()
    const read = async () => ({ tags })
    const lost = { result: 'suspected', saw: 'tag v1 is not there' }
    assert.deepEqual(await lookAt(repository, 'push', { read, versionsOf }), lost)
  })

  test('is nothing where repositories of its kind are not looked at', async () => {
    const parts = { read: async () => undefined, versionsOf }
    assert.equal(await lookAt(repository, 'background', parts), undefined)
  })

  const results: [FailureCode, LookResult][] = [
    ['not-found', 'suspected'],
    ['auth-required', 'auth-required'],
    ['throttled', 'throttled'],
    ['opted-out', 'opted-out'],
    ['unreachable', 'unreachable'],
    ['tls-invalid', 'unreachable'],
    ['unsupported', 'unreachable'],
  ]
  for (const [code, result] of results) {
    test(`is ${result} when the answer is ${code}`, async () => {
      const seen = await lookAt(repository, 'background', failing(code))
      assert.deepEqual(seen, { result, saw: `Cannot ask: ${code}` })
    })
  }

  test('what was stopped is no look, and what could not be paid for is none either', async () => {
    for (const code of ['stopped', 'refused'] as const) {
      await assert.rejects(lookAt(repository, 'background', failing(code)), { code })
    }
    await assert.rejects(lookAt(repository, 'push', failing('stopped')), { code: 'stopped' })
  })

  test('a refusal of what needs no pay says that it could not be asked', async () => {
    for (const reason of ['push', 'floor'] as const) {
      const seen = await lookAt(repository, reason, failing('refused'))
      assert.deepEqual(seen, { result: 'unreachable', saw: 'Cannot ask: refused' })
    }
  })

  test('passes on what is a bug', async () => {
    const parts = { read: () => Promise.reject(new TypeError('a bug')), versionsOf }
    await assert.rejects(lookAt(repository, 'background', parts), TypeError)
  })
})
