import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { committerTime } from './commit.ts'

const commit = (committer: string, message = 'x\n') =>
  Buffer.from(
    `tree ${'1'.repeat(40)}\nauthor A <a@b> 1 +0000\n${committer}\ngpgsig x\n committer Z <z> 9 +0000\n\n${message}`,
  )

suite('committerTime()', () => {
  const good = [
    ['committer A B <a@b> 1577934245 +0000', '2020-01-02T03:04:05.000Z'],
    ['committer A B <a@b> 1577934245 -1130', '2020-01-02T03:04:05.000Z'],
    ['committer  <> 0 +0000', '1970-01-01T00:00:00.000Z'],
    ['committer A> 5 <a> 1 +0000', '1970-01-01T00:00:01.000Z'],
    ['committer A <a> 253402300799 +0000', '9999-12-31T23:59:59.000Z'],
  ] as const
  for (const [line, time] of good) {
    test(`gives ${time} when it reads ${line}`, () => {
      assert.equal(committerTime(commit(line), 'h').toISOString(), time)
    })
  }

  const bad = ['committer A <a@b>', 'committer A <a> x +0000', 'committer A <a> 253402300800 +0000']
  for (const line of [...bad, 'nobody <a> 1 +0000']) {
    test(`throws when it reads ${line}`, () => {
      const text = commit(line, 'committer M <m> 7 +0000\n')
        .toString()
        .replace(/\n committer.*/, '')
      assert.throws(() => committerTime(Buffer.from(text), 'abc'), {
        code: 'unusable',
        message: /abc/,
      })
    })
  }
})
