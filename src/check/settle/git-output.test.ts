import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { batchedBlobs, filesOfTree } from './git-output.ts'

const blob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
const names = new Set(['go.mod'])

const entries: [what: string, entry: string, path: string | undefined][] = [
  ['a file', `100644 blob ${blob}\tgo.mod`, 'go.mod'],
  ['a file below', `100755 blob ${blob}\ta b/go.mod`, 'a b/go.mod'],
  ['another name', `100644 blob ${blob}\tgo.mod.txt`, undefined],
  ['a link', `120000 blob ${blob}\tgo.mod`, undefined],
  ['a submodule', `160000 commit ${blob}\tgo.mod`, undefined],
  ['a path that leads out', `100644 blob ${blob}\t../go.mod`, undefined],
  ['a path that leads out below', `100644 blob ${blob}\ta/../../go.mod`, undefined],
  ['a path from the root', `100644 blob ${blob}\t/go.mod`, undefined],
  ['a drive', `100644 blob ${blob}\tc:/go.mod`, undefined],
  ['a path of another system', `100644 blob ${blob}\t..\\go.mod/go.mod`, undefined],
]

suite('filesOfTree()', () => {
  for (const [what, entry, path] of entries) {
    test(`filesOfTree() ${path === undefined ? 'passes over' : 'takes'} ${what}`, () => {
      const files = filesOfTree(Buffer.from(`${entry}\0`), names)
      assert.deepEqual(files, path === undefined ? [] : [{ path, blob }])
    })
  }
})

test('batchedBlobs() takes contents as they are, and leaves out what is missing', () => {
  const other = 'a'.repeat(40)
  const output = `${blob} blob 5\na\nb\nc\n${other} missing\n${other.replace('a', 'b')} blob 0\n\n`
  const blobs = batchedBlobs(Buffer.from(output))
  assert.deepEqual(
    [...blobs].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
    [
      [blob, 'a\nb\nc'],
      [other.replace('a', 'b'), ''],
    ],
  )
})
