import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { inChunks } from '../../../test/zip/make-tar.ts'
import { readTree } from './read-tree.ts'

const hash = '1'.repeat(40)
const longest = 'n'.repeat(65_535)
const lineOf = (name: string) => Buffer.from(`100644 blob ${hash}\t${name}\0`)
async function* endlessList(): AsyncGenerator<Uint8Array> {
  for (;;) yield lineOf('n'.repeat(60_000))
}

suite('readTree()', () => {
  test('reads files and symlinks, whatever their names, and leaves submodules out', async () => {
    const lines = [
      `100644 blob ${hash}\ta b"\n.txt`,
      `100755 blob ${hash}\trun.sh`,
      `120000 blob ${hash}\tlink`,
      `160000 commit ${hash}\tsub`,
      `100644 blob ${hash}\té\tb`,
    ]
    const output = Buffer.from(lines.map((line) => `${line}\0`).join(''))
    for (const size of [1, 7, output.length]) {
      assert.deepEqual(await readTree(inChunks(output, size)), [
        { name: 'a b"\n.txt', kind: 'file' },
        { name: 'run.sh', kind: 'file' },
        { name: 'link', kind: 'symlink' },
        { name: 'é\tb', kind: 'file' },
      ])
    }
  })

  test('reads nothing when there is nothing', async () => {
    assert.deepEqual(await readTree(inChunks(Buffer.alloc(0), 1)), [])
  })

  test('reads the longest name a zip can hold', async () => {
    for (const size of [1000, 1_000_000]) {
      const [entry] = await readTree(inChunks(lineOf(longest), size))
      assert.equal(entry?.name, longest)
    }
  })

  test('refuses a longer name, before its end and after', async () => {
    const refusal = { code: 'unusable', message: /a name has more than 65535 bytes/ }
    await assert.rejects(readTree(inChunks(lineOf(`${longest}n`), 1_000_000)), refusal)
    let read = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`100644 blob ${hash}\t`)
      for (;;) {
        read += 1000
        yield Buffer.alloc(1000, 'n')
      }
    }
    await assert.rejects(readTree(endless()), refusal)
    assert.ok(read < 70_000)
  })

  test('refuses names that are too long together', async () => {
    await assert.rejects(readTree(endlessList()), {
      code: 'refused',
      message: /its names have more than 67108864 bytes/,
    })
  })
})
