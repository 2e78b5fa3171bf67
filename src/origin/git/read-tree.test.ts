import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { inChunks } from '../../../test/zip/make-tar.ts'
import { readTree } from './read-tree.ts'

const hash = '1'.repeat(40)

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
})
