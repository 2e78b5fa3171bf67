import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { formatSignatureLine } from '../../tlog/note-signature.ts'
import { testKey, testLog, numbered } from './own-tree.test-data.ts'
import { commandKey } from './signer-command.ts'
import { whyOf } from './trouble.ts'

/** A signer that is a script of Node.js. */
function signerOf(script: string, timeoutMs = 60_000) {
  return commandKey({
    command: [process.execPath, '-e', script],
    verifierKey: testKey.text,
    env: { SIGNER_TEST: 'yes' },
    cwd: process.cwd(),
    timeoutMs,
  })
}

const { name, id } = testKey.verifier
const lineOf = (bytes: Uint8Array) => formatSignatureLine({ name, id, bytes })
const printing = (text: string) => `process.stdout.write(${JSON.stringify(text)})`

void test('a program signs what it gets on its standard input', async () => {
  const seen = `process.stdin.on('data', (text) => (all += text)).on('end', () => {
    if (all !== 'a text\\n' || process.env.SIGNER_TEST !== 'yes') process.exit(1)
    ${printing(lineOf(Buffer.from('signature')))}
  })`
  const bytes = await signerOf(`let all = ''; ${seen}`).sign('a text\n')
  assert.equal(Buffer.from(bytes).toString(), 'signature')
})

for (const [what, script, message] of [
  ['fails', 'console.error("no card"); process.exit(3)', /failed with 3: "no card"/],
  ['prints nothing', '', /something else/],
  ['prints no signature', 'console.log("hello")', /something else/],
  ['prints two', printing(lineOf(Buffer.from('a')).repeat(2)), /something else/],
  [
    'prints that of another key',
    printing(formatSignatureLine({ name, id: id + 1, bytes: Buffer.from('a') })),
    /something else/,
  ],
  ['prints without end', 'setInterval(() => console.log("x".repeat(5000)), 1)', /to its end/],
] as const) {
  void test(`a signer that ${what} signs nothing`, async () => {
    await assert.rejects(signerOf(script).sign('text\n'), (error) => {
      assert.ok(Failure.is(error, 'unreachable'))
      assert.equal(error.message, 'Cannot sign for log.example: its signer gives no signature')
      assert.match(whyOf(error).reason, message)
      return true
    })
  })
}

void test('a signer that hangs is ended, and what waited for it is told', async (t) => {
  const { open } = await testLog(t)
  const tree = open({ key: signerOf('setInterval(() => {}, 1000)', 200) })
  const refused = { code: 'unreachable', message: /gives no signature/ }
  await assert.rejects(tree.append([numbered(0)]), refused)
  assert.equal((await open().open()).published.size, 0)
})

void test('a program that is not there, and a key that is none, are told', async () => {
  const none = commandKey({
    command: ['headwater-no-such-signer'],
    verifierKey: testKey.text,
    env: {},
    cwd: process.cwd(),
    timeoutMs: 1000,
  })
  await assert.rejects(none.sign('text\n'), { code: 'unreachable' })
  const options = { command: ['x'], env: {}, cwd: '.', timeoutMs: 1 }
  assert.throws(() => commandKey({ ...options, verifierKey: 'log.example' }), { code: 'invalid' })
})
