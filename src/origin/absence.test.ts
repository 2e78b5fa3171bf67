import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../failure.ts'
import { openAbsence } from './absence.ts'

const missing = new Failure('not-found', 'No repository')

async function failing(error: Error): Promise<never> {
  throw error
}

function scene() {
  const clock = { now: 1000 }
  const absence = openAbsence(() => clock.now)
  const fails = (error: Error) => assert.rejects(absence.watch(failing(error)))
  return { clock, absence, fails }
}

suite('openAbsence()', () => {
  test('tells again what was said, for a while', async () => {
    const { clock, absence, fails } = scene()
    absence.expectNone(60)
    await fails(missing)
    clock.now += 59
    assert.throws(() => absence.expectNone(60), missing)
    absence.expectNone(0)
    clock.now += 1
    absence.expectNone(60)
    clock.now -= 100
    absence.expectNone(60)
  })

  test('remembers nothing else', async () => {
    const { absence, fails } = scene()
    await fails(new Failure('unreachable', 'No answer'))
    await fails(new Error('a bug'))
    absence.expectNone(60)
    assert.equal(await absence.watch(Promise.resolve(7)), 7)
  })

  test('forgets it when the repository is there, and when it is told to', async () => {
    const { absence, fails } = scene()
    await fails(missing)
    await absence.watch(Promise.resolve())
    absence.expectNone(60)

    await fails(missing)
    absence.forget()
    absence.expectNone(60)
  })

  test('forgets what was asked before it was told to', async () => {
    const { absence } = scene()
    const { promise, reject } = Promise.withResolvers<void>()
    const asked = absence.watch(promise)
    absence.forget()
    reject(missing)
    await assert.rejects(asked)
    absence.expectNone(60)
  })
})
