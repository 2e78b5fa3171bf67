import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { showReading } from './show-reading.ts'

for (const [where, isTTY, after, expected] of [
  ['a terminal', true, 200, '\r\u001b[2K3 s, 1 go.mod file read, 1 asked for'],
  ['a log', false, 30_000, 'headwater: 3 s, 1 go.mod file read, 1 asked for\n'],
] as const) {
  test(`showReading() tells on ${where} what was read of the module graph, once something is asked for`, async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY })
    let time = 0
    const told = () => String(stderr.read() ?? '')
    {
      using reading = showReading({ stderr, now: () => time })
      t.mock.timers.tick(after)
      assert.equal(told(), '')
      const open = Promise.withResolvers<string>()
      const waiting = reading.during(open.promise)
      assert.equal(await reading.during(Promise.resolve('module a.test\n')), 'module a.test\n')
      time = 3000
      t.mock.timers.tick(after)
      assert.equal(told(), expected)
      open.reject(new Error('no'))
      await assert.rejects(waiting, /^Error: no$/)
    }
    assert.equal(told(), isTTY ? '\r\u001b[2K' : '')
    t.mock.timers.tick(after)
    assert.equal(told(), '')
  })
}
