import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { singleFlight } from './single-flight.ts'

suite('singleFlight()', () => {
  test('does work once for everyone who asks meanwhile, and anew afterwards', async () => {
    const flights = singleFlight<number>()
    let begun = 0
    const gate = Promise.withResolvers<void>()
    const work = async () => {
      const mine = ++begun
      await gate.promise
      return mine
    }
    const asked = [flights.run('a', work), flights.run('a', work), flights.run('b', work)]
    gate.resolve()
    assert.deepEqual(await Promise.all(asked), [1, 1, 2])
    assert.equal(await flights.run('a', work), 3)
  })

  test('gives everyone the same failure, and tries anew afterwards', async () => {
    const flights = singleFlight<number>()
    const failure = new Error('no')
    const asked = [1, 2].map(() => flights.run('a', () => Promise.reject(failure)))
    for (const each of asked) await assert.rejects(each, failure)
    assert.equal(await flights.run('a', async () => 7), 7)
  })

  test('goes on when the first who asked goes away', async () => {
    const flights = singleFlight<number>()
    const gate = Promise.withResolvers<void>()
    const work = async () => {
      await gate.promise
      return 1
    }
    const leaving = Promise.race([flights.run('a', work), Promise.reject(new Error('left'))])
    await assert.rejects(leaving, { message: 'left' })
    const staying = flights.run('a', () => assert.fail())
    gate.resolve()
    assert.equal(await staying, 1)
  })
})
