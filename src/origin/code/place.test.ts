import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { placeModule } from './place.ts'

suite('placeModule()', () => {
  const table = [
    // path, root, subdir → dir, pathMajor, pseudoMajor
    ['git.test/x', 'git.test/x', '', '', '', ''],
    ['git.test/x/v2', 'git.test/x', '', '', '/v2', 'v2'],
    ['git.test/x/sub', 'git.test/x', '', 'sub', '', ''],
    ['git.test/x/sub/v3', 'git.test/x', '', 'sub', '/v3', 'v3'],
    ['git.test/x/a/b', 'git.test/x', '', 'a/b', '', ''],
    ['git.test/x/v2', 'git.test/x/v2', '', '', '/v2', 'v2'],
    ['git.test/x', 'git.test/x', 'go', 'go', '', ''],
    ['git.test/x/v2', 'git.test/x', 'go', 'go', '/v2', 'v2'],
    ['git.test/x/sub', 'git.test/x', 'go', 'sub/go', '', ''],
    ['gopkg.in/yaml.v2', 'gopkg.in/yaml.v2', '', '', '.v2', 'v2'],
    ['gopkg.in/yaml.v1', 'gopkg.in/yaml.v1', '', '', '.v1', 'v1'],
    ['gopkg.in/x.v2-unstable', 'gopkg.in/x.v2-unstable', '', '', '.v2-unstable', 'v2'],
  ] as const
  for (const [path, root, subdir, dir, pathMajor, pseudoMajor] of table) {
    test(`puts ${path} at ${dir || 'the root'} of ${root} ${subdir}`, () => {
      const place = placeModule(path, root, subdir)
      assert.deepEqual(
        [place.dir, place.pathMajor, place.pseudoMajor, place.tagPrefix],
        [dir, pathMajor, pseudoMajor, dir === '' ? '' : `${dir}/`],
      )
    })
  }

  for (const [path, root] of [
    ['git.test/xy', 'git.test/x'],
    ['git.test/x', 'git.test/x/sub'],
    ['other.test/x', 'git.test/x'],
  ] as const) {
    test(`says that ${path} is not in ${root}`, () => {
      assert.throws(() => placeModule(path, root, ''), { code: 'not-found' })
    })
  }

  test('refuses what is no module path', () => {
    assert.throws(() => placeModule('git.test/x/v1', 'git.test/x', ''), { code: 'invalid' })
  })
})
