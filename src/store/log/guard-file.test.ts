import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { guardFile } from './guard-file.ts'

function folder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-guard-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

void test('a guard that was written is read again, and leaves no other file beside it', async (t) => {
  const here = join(folder(t), 'a', 'b')
  const guard = guardFile(join(here, 'log.example'))
  assert.equal(await guard.read(), undefined)
  for (const text of ['one', 'two']) {
    await guard.write(text)
    assert.equal(await guard.read(), text)
  }
  assert.deepEqual(readdirSync(here), ['log.example'])
})

void test('a guard that cannot be read is not one that is not there', async (t) => {
  const file = join(folder(t), 'log.example')
  mkdirSync(file)
  const guard = guardFile(file)
  await assert.rejects(guard.read(), { code: 'unreachable' })
  await assert.rejects(guard.write('x'), { code: 'unreachable' })
})

void test('nothing longer than a guard can be is taken', async (t) => {
  const guard = guardFile(join(folder(t), 'log.example'))
  await guard.write('x'.repeat(100_000))
  assert.ok(((await guard.read()) ?? '').length < 100_000)
})
