import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeView, hashOf } from '../../../test/code-view.ts'
import { findGoMod } from './find-go-mod.ts'
import { placeModule } from './place.ts'

const x = 'git.test/x'

suite('findGoMod()', () => {
  // path; files as [name, module path]; expected folder, or what is wrong
  const table: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    string | RegExp,
    string?,
  ])[] = [
    [x, {}, ''],
    [x, { 'go.mod': x }, ''],
    [x, { 'go.mod': 'other.test/fork' }, ''],
    [x, { 'go.mod': `${x}/v2` }, /go\.mod declares "git\.test\/x\/v2"/],
    [x, { 'go.mod': '' }, /go\.mod declares no module path/],
    [x, { 'go.mod': 'gopkg.in/x.v3' }, ''],
    [x, { 'v2/go.mod': `${x}/v2` }, ''],
    [`${x}/v2`, { 'go.mod': `${x}/v2` }, ''],
    [`${x}/v2`, { 'go.mod': 'other.test/fork/v2' }, ''],
    [`${x}/v2`, { 'v2/go.mod': `${x}/v2` }, 'v2'],
    [`${x}/v2`, { 'go.mod': x, 'v2/go.mod': `${x}/v2` }, 'v2'],
    [`${x}/v2`, { 'go.mod': `${x}/v2`, 'v2/go.mod': `${x}/v2` }, /both go\.mod and v2\/go\.mod/],
    [
      `${x}/v2`,
      { 'go.mod': `${x}/v2`, 'v2/go.mod': x },
      /v2\/go\.mod declares "git\.test\/x", which does not/,
    ],
    [`${x}/v2`, { 'v2/go.mod': '' }, /v2\/go\.mod declares no module path/],
    [`${x}/v2`, { 'go.mod': x }, /go\.mod declares "git\.test\/x", which does not end in \/v2/],
    [`${x}/v2`, {}, /neither go\.mod nor v2\/go\.mod/],
    [`${x}/sub`, { 'sub/go.mod': `${x}/sub` }, 'sub'],
    [`${x}/sub`, { 'go.mod': x }, /there is no sub\/go\.mod/],
    [`${x}/sub/v2`, { 'sub/v2/go.mod': `${x}/sub/v2` }, 'sub/v2'],
    [`${x}/sub/v2`, { 'sub/go.mod': `${x}/sub/v2` }, 'sub'],
    [`${x}/sub/v2`, {}, /neither sub\/go\.mod nor sub\/v2\/go\.mod/],
    ['gopkg.in/x.v2', {}, '', 'gopkg.in/x.v2'],
    ['gopkg.in/x.v2', { 'go.mod': 'gopkg.in/x.v2' }, '', 'gopkg.in/x.v2'],
    ['gopkg.in/x.v2', { 'go.mod': `${x}/v2` }, '', 'gopkg.in/x.v2'],
    ['gopkg.in/x.v2', { 'go.mod': x }, /does not end in \.v2/, 'gopkg.in/x.v2'],
    [`${x}/v2`, { 'v2/go.mod': `${x}/v2` }, /there is no go\.mod/, `${x}/v2`],
  ]
  for (const [path, modules, expected, root = x] of table) {
    const shown = Object.entries(modules).map((pair) => pair.join(' = '))
    test(`gives ${expected} when ${path} of ${root} is asked of ${shown.join(', ') || 'nothing'}`, async () => {
      const files = Object.fromEntries(
        Object.entries(modules).map(([name, path]) => [name, path && `module ${path}\n`]),
      )
      const found = findGoMod(
        codeView([{ files }]),
        placeModule(path, root, ''),
        hashOf(0),
        'v2.0.0',
      )
      if (expected instanceof RegExp) {
        await assert.rejects(found, { code: 'not-found', message: expected })
      } else {
        const { dir, bytes } = await found
        const name = dir === '' ? 'go.mod' : `${dir}/go.mod`
        assert.deepEqual([dir, bytes && Buffer.from(bytes).toString()], [expected, files[name]])
      }
    })
  }
})
