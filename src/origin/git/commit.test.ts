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
    ['committer A <a>  5 +0000', '1970-01-01T00:00:05.000Z'],
    ['committer A <a>5 +0000', '1970-01-01T00:00:05.000Z'],
    ['committer A <a> 5+0000', '1970-01-01T00:00:05.000Z'],
    ['committer A <a>\t5\t+0000', '1970-01-01T00:00:05.000Z'],
    ['committer A <a> \r5 -0 more', '1970-01-01T00:00:05.000Z'],
    ['committer A <a> 5 +00:00', '1970-01-01T00:00:05.000Z'],
    ['committer A <a> 5 +0000 ', '1970-01-01T00:00:05.000Z'],
    ['committer A <a> 5 +0000\r', '1970-01-01T00:00:05.000Z'],
    ['committer A\r <a> 5 +0000', '1970-01-01T00:00:05.000Z'],
    ['committer <a> 5 +0000', '1970-01-01T00:00:05.000Z'],
    ['committer A <a> 5 +0\ncommitter B <b> 6 +0', '1970-01-01T00:00:06.000Z'],
  ] as const
  for (const [line, time] of good) {
    test(`gives ${time} when it reads ${JSON.stringify(line)}`, () => {
      assert.equal(committerTime(commit(line), 'h').toISOString(), time)
    })
  }

  const bad = [
    'committer A <a@b>',
    'committer A <a> x +0000',
    'committer A <a> 253402300800 +0000',
    'nobody <a> 1 +0000',
    'committer A <a> 5',
    'committer A <a> 5 0000',
    'committer A <a> 5 + 0',
    'committer A <a> 5x +0000',
    'committer A <a> \v5 +0000',
    'committer A <a> 5 +0000 >',
    'committer A <a 5 +0000',
    'committer A a> 5 +0000',
    'committer A >a< 5 +0000',
    'committer\tA <a> 5 +0000',
    'committer A <a> 5 +0\ncommitter B <b> x +0',
  ]
  for (const line of bad) {
    test(`throws when it reads ${JSON.stringify(line)}`, () => {
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
