import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeView, type CommitData } from '../../../test/code-view.ts'
import { Failure } from '../../failure.ts'
import { listVersions } from './list-versions.ts'
import { placeModule } from './place.ts'

const bare = (...tags: string[]): CommitData => ({ files: { 'a.go': '' }, tags })
const withMod = (...tags: string[]): CommitData => ({ files: { 'go.mod': 'module x\n' }, tags })

suite('listVersions()', () => {
  const table: readonly (readonly [
    string,
    readonly CommitData[],
    readonly string[],
    string?,
    string?,
  ])[] = [
    ['there are none', [], []],
    [
      'tags are sorted as versions',
      [withMod('v1.10.0', 'v1.9.0', 'v1.9.0-rc.2', 'v1.9.0-rc.10', 'v0.1.0')],
      ['v0.1.0', 'v1.9.0-rc.2', 'v1.9.0-rc.10', 'v1.9.0', 'v1.10.0'],
    ],
    [
      'some tags are not canonical',
      [withMod('v1', 'v1.1', 'v1.2.0+meta', '1.3.0', 'x', 'v01.0.0', 'v1.0.0')],
      ['v1.0.0'],
    ],
    ['a tag is a pseudo-version', [withMod('v0.0.0-20200102030405-0123456789ab')], []],
    ['others are of other folders', [withMod('v1.0.0', 'sub/v1.1.0')], ['v1.0.0']],
    ['the module is in a folder', [withMod('v1.0.0', 'sub/v1.1.0')], ['v1.1.0'], 'git.test/x/sub'],
    ['the path has a major', [withMod('v1.0.0', 'v2.0.0', 'v3.0.0')], ['v2.0.0'], 'git.test/x/v2'],
    [
      'old majors have no go.mod',
      [bare('v1.0.0', 'v2.0.0', 'v2.1.0', 'v10.0.0')],
      ['v1.0.0', 'v2.0.0+incompatible', 'v2.1.0+incompatible', 'v10.0.0+incompatible'],
    ],
    [
      'there are only old majors',
      [bare('v2.0.0', 'v3.0.0')],
      ['v2.0.0+incompatible', 'v3.0.0+incompatible'],
    ],
    ['the newest compatible one has a go.mod', [bare('v2.0.0'), withMod('v1.0.0')], ['v1.0.0']],
    [
      'the newest compatible one has none, though an older one has',
      [withMod('v1.0.0'), bare('v1.1.0'), bare('v2.0.0')],
      ['v1.0.0', 'v1.1.0', 'v2.0.0+incompatible'],
    ],
    [
      'a major ends with a go.mod',
      [bare('v2.0.0', 'v3.0.0'), withMod('v2.1.0')],
      ['v3.0.0+incompatible'],
    ],
    ['the module is in a folder and has majors', [bare('sub/v2.0.0')], [], 'git.test/x/sub'],
    [
      'it is of gopkg.in',
      [withMod('v1.0.0', 'v2.0.0', 'v2.1.0')],
      ['v2.0.0', 'v2.1.0'],
      'gopkg.in/x.v2',
      'gopkg.in/x.v2',
    ],
    [
      'it is unstable at gopkg.in',
      [withMod('v2.0.0')],
      [],
      'gopkg.in/x.v2-unstable',
      'gopkg.in/x.v2-unstable',
    ],
  ]
  for (const [when, commits, versions, path = 'git.test/x', root = 'git.test/x'] of table) {
    test(`gives ${versions.join(' ') || 'none'} when ${when}`, async () => {
      const place = placeModule(path, root, '')
      assert.deepEqual(await listVersions(codeView(commits), place), versions)
    })
  }

  test('fails when an old major depends on a tag that names no commit', async () => {
    const view = codeView([bare('v1.0.0', 'v2.0.0')])
    const unusable = new Failure('unusable', 'it does not name a commit', { at: 'ref' })
    const odd = {
      ...view,
      stat: (name: string) => (name === 'v2.0.0' ? Promise.reject(unusable) : view.stat(name)),
    }
    const place = placeModule('git.test/x', 'git.test/x', '')
    await assert.rejects(listVersions(odd, place), unusable)
    assert.deepEqual(await listVersions(odd, placeModule('git.test/x/v2', 'git.test/x', '')), [
      'v2.0.0',
    ])
  })
})
