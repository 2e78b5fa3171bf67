import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeView, hashOf } from '../../../test/code-view.ts'
import { Failure } from '../../failure.ts'
import { checkPseudoVersion } from './check-pseudo.ts'
import { placeModule } from './place.ts'

const files = { 'go.mod': 'module git.test/x\n' }
const view = codeView([
  { files },
  { files, tags: ['v1.0.0', 'sub/v1.4.0', 'v1.7.0+meta', 'v1.8.0', 'v1.8.0+meta'] },
  { files },
  { files, tags: ['v1.1.0', 'v1.2.0'], parent: null },
])
const rev = (index: number) => hashOf(index).slice(0, 12)
const first = '20200102030405'
const third = '20200102030605'
const last = '20200102030705'

suite('checkPseudoVersion()', () => {
  const table: readonly (readonly [number, string, RegExp | undefined, string?])[] = [
    [0, `v0.0.0-${first}-${rev(0)}`, undefined],
    [0, `v1.0.0-${first}-${rev(0)}`, /its major version must be v0/],
    [0, `v2.0.0-${first}-${rev(0)}`, undefined],
    [0, `v2.0.0-${first}-${rev(0)}`, undefined, 'git.test/x/v2'],
    [0, `v0.0.0-${first}-${rev(0).slice(1)}`, /revision is not the short form/],
    [0, `v0.0.0-${first}-${rev(0).slice(0, 11)}`, /revision is shorter than/],
    [0, `v0.0.0-${first}-${hashOf(0)}`, /revision is longer than/],
    [0, `v0.0.0-${third}-${rev(0)}`, /its time is not the commit's, 20200102030405/],
    [0, `v0.0.0-20200102030460-${rev(0)}`, /20200102030460 is not a time/],
    [2, `v1.0.0-0.${third}-${rev(2)}`, /negative patch number/],
    [2, `v1.0.1-0.${third}-${rev(2)}`, undefined],
    [2, `v1.7.1-0.${third}-${rev(2)}`, undefined],
    [2, `v1.8.1-0.${third}-${rev(2)}`, undefined],
    [2, `v1.0.1-0.${third}-${rev(2)}`, /the tag v1\.0\.0 that it builds on/, 'git.test/x/sub'],
    [2, `v1.4.1-0.${third}-${rev(2)}`, undefined, 'git.test/x/sub'],
    [2, `v1.1.1-0.${third}-${rev(2)}`, /does not descend from the tag v1\.1\.0/],
    [2, `v1.3.1-0.${third}-${rev(2)}`, /the tag v1\.3\.0 that it builds on does not exist/],
    [3, `v1.1.1-0.${last}-${rev(3)}`, /has the tag v1\.1\.0, which is a version itself/],
    [2, `v2.0.1-0.${third}-${rev(2)}+incompatible`, /the tag v2\.0\.0 .* does not exist/],
  ]
  for (const [commit, version, problem, path = 'git.test/x'] of table) {
    test(`${problem ? 'refuses' : 'takes'} ${version} of ${path}`, async () => {
      const place = placeModule(path, 'git.test/x', '')
      const revision = await view.stat(hashOf(commit))
      const check = checkPseudoVersion(view, place, revision, version)
      if (problem) await assert.rejects(check, { message: problem })
      else await check
    })
  }

  test('says which step found it', async () => {
    const place = placeModule('git.test/x', 'git.test/x', '')
    const revision = await view.stat(hashOf(0))
    await assert.rejects(
      checkPseudoVersion(view, place, revision, `v1.0.0-${first}-${rev(0)}`),
      (error: unknown) => Failure.is(error, 'not-found') && error.details.at === 'pseudo',
    )
  })
})
