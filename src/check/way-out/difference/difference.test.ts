import assert from 'node:assert/strict'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { suite, test } from 'node:test'
import { ZipFile } from 'yazl'
import { temporaryFolder } from '../../../../test/forge/temporary-folder.ts'
import { hashZip } from '../../../origin/zip/hash-zip.ts'
import { compareZips, type KnownZip } from './compare-zips.ts'
import { countLines } from './count-lines.ts'
import { isGoCode } from './is-go-code.ts'

const path = 'github.com/acme/x'
const version = 'v1.0.0'

async function zipOf(file: string, files: Readonly<Record<string, string>>): Promise<KnownZip> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(text), `${path}@${version}/${name}`)
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return { file, h1: (await hashZip(file, path, version)).h1 }
}

const before = { 'go.mod': `module ${path}\n`, 'README.md': 'a\nb\nc\n', 'x.go': 'package x\n' }

/** Compares a zip with one that has changes; undefined removes a file. */
async function compared(changes: Readonly<Record<string, string | undefined>>, h1?: string) {
  await using folder = await temporaryFolder('zips')
  const after = Object.entries({ ...before, ...changes }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  )
  const old = await zipOf(join(folder.path, 'old.zip'), before)
  const now = await zipOf(join(folder.path, 'new.zip'), Object.fromEntries(after))
  return await compareZips(h1 === undefined ? old : { ...old, h1 }, now, path, version)
}

suite('compareZips()', () => {
  test('counts lines, and tells that no Go code changed', async () => {
    assert.deepEqual(await compared({ 'README.md': 'a\nB\nc\nd\n' }), {
      files: [
        {
          name: 'README.md',
          added: 2,
          removed: 1,
          lines: [' a', '-b', '+B', ' c', '+d'],
        },
      ],
      differing: 1,
      of: 3,
      goCode: false,
    })
  })

  test('tells of files that came and went, and of Go code among them', async () => {
    const found = await compared({ 'evil.go': 'package x\n', 'README.md': undefined })
    assert.deepEqual(
      found?.files.map(({ name, added, removed }) => [name, added, removed]),
      [
        ['README.md', 0, 3],
        ['evil.go', 1, 0],
      ],
    )
    assert.equal(found?.goCode, true)
  })

  test('counts nothing in what is no text', async () => {
    const found = await compared({ logo: 'a\0b' })
    assert.deepEqual(found?.files, [{ name: 'logo', added: 0, removed: 0 }])
  })

  test('believes no zip that has another hash than it must have', async () => {
    assert.equal(await compared({ 'x.go': 'package y\n' }, 'h1:other'), undefined)
  })

  test('has nothing to tell where a zip is not there', async () => {
    const nowhere = { file: '/nonexistent/x.zip', h1: 'h1:a' }
    assert.equal(await compareZips(nowhere, nowhere, path, version), undefined)
  })
})

test('countLines() gives up on what takes too long, and shows only the beginning', () => {
  const long = countLines(Buffer.from(''), Buffer.from('x\n'.repeat(1000)))
  assert.deepEqual([long?.added, long?.lines.length], [1000, 20])
  const wide = countLines(Buffer.from(''), Buffer.from('x'.repeat(100_000)))
  assert.ok((wide?.lines[0] ?? '').length <= 300)
})

for (const [name, is] of [
  ['go.mod', true],
  ['a/b.go', true],
  ['a/b_amd64.s', true],
  ['lib.syso', true],
  ['a/b_test.go', false],
  ['testdata/a.go', false],
  ['_a/b.go', false],
  ['.a.go', false],
  ['README.md', false],
  ['a/go.mod', false],
] as const) {
  test(`isGoCode() says ${is} of ${name}`, () => assert.equal(isGoCode(name), is))
}
