import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { hostTurns } from './host-turns.ts'

const never = new AbortController().signal

suite('hostTurns()', () => {
  test('lets as many in as may be, and the others in their order as soon as one leaves', async () => {
    const turns = hostTurns(2)
    const inside: string[] = []
    const enter = async (name: string) => {
      const leave = await turns('a.example', never)
      inside.push(name)
      return leave
    }
    const [first, , third] = [enter('1'), enter('2'), enter('3'), enter('4')]
    await nextTurn()
    assert.deepEqual(inside, ['1', '2'])
    const leave = await first
    leave()
    leave()
    await nextTurn()
    assert.deepEqual(inside, ['1', '2', '3'])
    ;(await third)?.()
    await nextTurn()
    assert.deepEqual(inside, ['1', '2', '3', '4'])
  })

  test('keeps hosts apart', async () => {
    const turns = hostTurns(1)
    await turns('a.example', never)
    await turns('b.example', never)
  })

  test('rejects who is told to stop while waiting, and lets the next one in', async () => {
    const turns = hostTurns(1)
    const leave = await turns('a.example', never)
    const stopping = new AbortController()
    const stopped = turns('a.example', stopping.signal)
    const next = turns('a.example', never)
    stopping.abort(new Error('enough'))
    await assert.rejects(stopped, /enough/)
    leave()
    await next
  })

  test('rejects at once, and takes no turn, when the signal has spoken before', async () => {
    const turns = hostTurns(1)
    await assert.rejects(turns('a.example', AbortSignal.abort(new Error('enough'))), /enough/)
    await turns('a.example', never)
  })
})
