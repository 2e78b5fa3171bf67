import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { readKeyFile, writeKeyFile } from './key-file.ts'

function folder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-key-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

const onWindows = process.platform === 'win32' && 'Windows has no such permissions'

void test('a key that was written is read again, and its owner alone may', async (t) => {
  const file = join(folder(t), 'key')
  await writeKeyFile(file, 'PRIVATE+KEY+x')
  assert.equal(await readKeyFile(file), 'PRIVATE+KEY+x')
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600)
  await assert.rejects(writeKeyFile(file, 'other'), { code: 'invalid', message: /a file already/ })
  assert.equal(await readKeyFile(file), 'PRIVATE+KEY+x')
})

void test('a key that others may read or write is refused', { skip: onWindows }, async (t) => {
  const file = join(folder(t), 'key')
  writeFileSync(file, 'PRIVATE+KEY+secret')
  for (const mode of [0o640, 0o604, 0o620, 0o601, 0o644]) {
    chmodSync(file, mode)
    await assert.rejects(readKeyFile(file), (error: Error) => {
      assert.match(error.message, /others than its owner/)
      return !error.message.includes('secret')
    })
  }
  for (const mode of [0o600, 0o400]) {
    chmodSync(file, mode)
    assert.equal(await readKeyFile(file), 'PRIVATE+KEY+secret')
  }
})

void test('a file that is not there, or a folder, is no key', async (t) => {
  const here = folder(t)
  await assert.rejects(readKeyFile(join(here, 'none')), {
    code: 'invalid',
    message: /there is no such file$/,
  })
  await assert.rejects(readKeyFile(here), { code: 'invalid', message: /is no file/ })
  await assert.rejects(writeKeyFile(join(here, 'none', 'key'), 'x'), { code: 'invalid' })
})

void test(
  'a pipe is no key, and nobody waits for its other end',
  { skip: onWindows },
  async (t) => {
    const pipe = join(folder(t), 'pipe')
    execFileSync('mkfifo', ['-m', '600', pipe])
    await assert.rejects(readKeyFile(pipe), { code: 'invalid', message: /is no file/ })
  },
)
