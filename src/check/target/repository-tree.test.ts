import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { repositoryRoot, repositoryTree } from './repository-tree.ts'

/** A tree of files by their names; what begins with `->` is a symbolic link. */
function treeOf(files: Readonly<Record<string, string>>) {
  return repositoryTree({
    url: 'https://git.test/x',
    commit: '0'.repeat(40),
    entries: Object.entries(files).map(([name, content]) => ({
      name,
      kind: content.startsWith('->') ? 'symlink' : 'file',
    })),
    async read(name) {
      const content = files[name]
      return content === undefined ? undefined : Buffer.from(content.replace('->', ''))
    },
  })
}

const tree = treeOf({
  'a/b/file': 'text',
  link: '->a',
  'a/up': '->../a/b',
  'a/out': '->../../x',
  absolute: '->/a',
  round: '->round',
  'two/one': '->../link/up/file',
})

const cases: [path: string, kind: 'file' | 'folder' | undefined, text?: string][] = [
  ['', 'folder'],
  ['a', 'folder'],
  ['a/b/file', 'file', 'text'],
  ['link/b/file', 'file', 'text'],
  ['link/up/file', 'file', 'text'],
  ['two/one', 'file', 'text'],
  ['link', 'folder'],
  ['a/b/none', undefined],
  ['a/b/file/x', undefined],
  ['a/out', undefined],
  ['absolute', undefined],
  ['round', undefined],
  ['..', undefined],
  ['../x', undefined],
]

suite('repositoryTree()', () => {
  for (const [path, kind, text] of cases) {
    test(`repositoryTree() has ${kind ?? 'nothing'} at "${path}"`, async () => {
      const file = tree.path.join(repositoryRoot, path)
      assert.equal(await tree.kindOf(file), kind)
      if (text === undefined) {
        await assert.rejects(tree.read(file, 100), (error) => Failure.is(error, 'invalid'))
      } else assert.equal(Buffer.from(await tree.read(file, 100)).toString(), text)
    })
  }
})

test('repositoryTree() finds the modules that a local tree would find', async () => {
  const modules = treeOf({
    'go.mod': '',
    'b/go.mod': '',
    'b/c/go.mod': '',
    'l/go.mod': '->../go.mod',
    'vendor/v/go.mod': '',
    'b/testdata/go.mod': '',
    '_b/go.mod': '',
    '.b/go.mod': '',
    'node_modules/n/go.mod': '',
    'b/go.mod.orig': '',
  })
  const { files } = await modules.modulesBelow(repositoryRoot)
  const names = files.map((file) => modules.shown(file))
  assert.deepEqual(names, ['b/c/go.mod', 'b/go.mod', 'go.mod'])
})
