import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type FailureCode } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { throughSources } from './through-sources.ts'

const remotes = (count: number): RemoteLog[] =>
  Array.from({ length: count }, (_, i) => ({ read: async () => Buffer.of(i) }))

const lie = new ProofError('it lies')
const torn = new InvalidError('it is torn')
const answers = (code: FailureCode) => new Failure(code, `It is ${code}`)

/** What comes of sources that all fail, each in its own way. */
async function codeOf(errors: readonly Error[]): Promise<string> {
  const ask = throughSources('sum.test', remotes(errors.length), () => false)
  let asked = 0
  const failed: unknown = await ask(async () => Promise.reject(errors[asked++] ?? lie)).catch(
    (error: unknown) => error,
  )
  assert.equal(asked, errors.length)
  assert.ok(Failure.is(failed))
  return failed.code
}

test('that something is not there is said only where all sources say so, and a lie is told above all', async () => {
  const [missing, down] = [answers('not-found'), answers('unreachable')]
  for (const [errors, code] of [
    [[missing, missing], 'not-found'],
    [[missing, down], 'unreachable'],
    [[down, missing], 'unreachable'],
    [[lie, missing], 'mismatch'],
    [[missing, lie], 'mismatch'],
    [[torn, down, missing], 'mismatch'],
    [[down, missing, torn], 'mismatch'],
  ] as const) {
    assert.equal(await codeOf(errors), code, errors.join(', '))
  }
})

test('a bug is nobody else’s fault, and nobody is asked again after a fork', async () => {
  const bug = new TypeError('a bug')
  const two = remotes(2)
  await assert.rejects(
    throughSources('sum.test', two, () => false)(() => Promise.reject(bug)),
    bug,
  )
  let asked = 0
  const ask = throughSources('sum.test', two, () => true)
  await assert.rejects(
    ask(() => {
      asked += 1
      return Promise.reject(answers('mismatch'))
    }),
    { code: 'mismatch' },
  )
  assert.equal(asked, 1)
})

test('the source that answered last is asked first, and none at all is a refusal', async () => {
  const three = remotes(3)
  const ask = throughSources('sum.test', three, () => false)
  const asked: number[] = []
  const only = (wanted: number) => async (remote: RemoteLog) => {
    const [at = 0] = await remote.read('')
    asked.push(at)
    if (at !== wanted) throw answers('unreachable')
    return at
  }
  assert.equal(await ask(only(1)), 1)
  assert.equal(await ask(only(1)), 1)
  assert.equal(await ask(only(0)), 0)
  assert.deepEqual(asked, [0, 1, 1, 1, 2, 0])
  const none = throughSources('sum.test', [], () => false)
  await assert.rejects(none(only(0)), { code: 'refused' })
})
