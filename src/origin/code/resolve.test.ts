import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeView, hashOf, type CommitData } from '../../../test/code-view.ts'
import { placeModule } from './place.ts'
import { resolveVersion, revisionName } from './resolve.ts'

const x = 'git.test/x'
const mod = (path = x) => ({ 'go.mod': `module ${path}\n` })
const short = (index: number) => hashOf(index).slice(0, 12)
/** The timestamps of the commits by place. */
const at = ['20200102030405', '20200102030505', '20200102030605', '20200102030705'] as const

const neverAsked = () => Promise.reject(new Error('asked'))

suite('revisionName()', () => {
  const table = [
    [x, 'v1.2.3', 'v1.2.3'],
    [`${x}/sub`, 'v1.2.3', 'sub/v1.2.3'],
    [`${x}/v2`, 'v2.0.0', 'v2.0.0'],
    [x, 'v2.0.0+incompatible', 'v2.0.0'],
    [x, 'v1.2.3+meta', 'v1.2.3+meta'],
    [x, 'v0.0.0-20200102030405-0123456789ab', '0123456789ab'],
    [`${x}/sub`, 'v1.0.1-0.20200102030405-0123456789ab', '0123456789ab'],
    [`${x}/sub`, 'main', 'main'],
    [x, '0123456789ab', '0123456789ab'],
  ] as const
  for (const [path, asked, name] of table) {
    test(`is ${name} for ${path}@${asked}`, () => {
      assert.equal(revisionName(placeModule(path, x, ''), asked), name)
    })
  }
})

suite('resolveVersion()', () => {
  /** Asks of `path`; `asked` '' means the default branch. */
  async function resolve(
    commits: readonly CommitData[],
    path: string,
    asked: string,
    retracted: readonly string[] = [],
  ): Promise<string> {
    const view = codeView(commits)
    const place = placeModule(path, x, '')
    const revision =
      asked === '' ? await view.latest() : await view.stat(revisionName(place, asked))
    const isRetracted = async () => (version: string) => retracted.includes(version)
    return (await resolveVersion(view, place, revision, asked, isRetracted)).version
  }

  const good: readonly (readonly [
    string,
    readonly CommitData[],
    string,
    string,
    string,
    (readonly string[])?,
  ])[] = [
    ['a tag', [{ files: mod(), tags: ['v1.2.3'] }], x, 'v1.2.3', 'v1.2.3'],
    [
      'a tag of a folder',
      [{ files: { 'sub/go.mod': `module ${x}/sub` }, tags: ['sub/v1.0.0'] }],
      `${x}/sub`,
      'v1.0.0',
      'v1.0.0',
    ],
    ['no tag', [{ files: mod() }], x, '', `v0.0.0-${at[0]}-${short(0)}`],
    [
      'no tag, with a major',
      [{ files: mod(`${x}/v2`) }],
      `${x}/v2`,
      '',
      `v2.0.0-${at[0]}-${short(0)}`,
    ],
    [
      'the commit is tagged',
      [{ files: mod(), tags: ['v1.2.3', 'v1.10.0', 'x'] }],
      x,
      '',
      'v1.10.0',
    ],
    ['by hash', [{ files: mod(), tags: ['v1.2.3'] }], x, hashOf(0).slice(0, 7), 'v1.2.3'],
    ['by branch', [{ files: mod(), tags: ['v1.2.3'], branch: 'dev' }], x, 'dev', 'v1.2.3'],
    [
      'the highest tag is retracted',
      [{ files: mod(), tags: ['v1.2.3', 'v1.10.0'] }],
      x,
      '',
      'v1.2.3',
      ['v1.10.0'],
    ],
    [
      'a retracted tag that was asked for',
      [{ files: mod(), tags: ['v1.2.3'] }],
      x,
      'v1.2.3',
      'v1.2.3',
      ['v1.2.3'],
    ],
    [
      'behind a release',
      [{ files: mod(), tags: ['v1.2.3'] }, { files: mod() }],
      x,
      '',
      `v1.2.4-0.${at[1]}-${short(1)}`,
    ],
    [
      'behind a prerelease',
      [{ files: mod(), tags: ['v1.2.3-rc1'] }, { files: mod() }],
      x,
      '',
      `v1.2.3-rc1.0.${at[1]}-${short(1)}`,
    ],
    [
      'behind retracted ones',
      [{ files: mod(), tags: ['v1.0.0'] }, { files: mod(), tags: ['v1.1.0'] }, { files: mod() }],
      x,
      '',
      `v1.0.1-0.${at[2]}-${short(2)}`,
      ['v1.1.0'],
    ],
    [
      'behind tags of other majors',
      [{ files: mod(), tags: ['v1.0.0'] }, { files: mod(), tags: ['v2.0.0'] }, { files: mod() }],
      x,
      '',
      `v1.0.1-0.${at[2]}-${short(2)}`,
    ],
    [
      'behind a tag with metadata',
      [{ files: mod(), tags: ['v1.0.0+meta'] }, { files: mod() }],
      x,
      '',
      `v1.0.1-0.${at[1]}-${short(1)}`,
    ],
    [
      'on a tag with metadata',
      [{ files: mod(), tags: ['v1.0.0+meta'] }],
      x,
      'v1.0.0+meta',
      `v1.0.1-0.${at[0]}-${short(0)}`,
    ],
    [
      'beside tags of other branches',
      [
        { files: mod(), tags: ['v1.0.0'] },
        { files: mod(), parent: null },
      ],
      x,
      '',
      `v0.0.0-${at[1]}-${short(1)}`,
    ],
    [
      'a true pseudo-version',
      [{ files: mod() }],
      x,
      `v0.0.0-${at[0]}-${short(0)}`,
      `v0.0.0-${at[0]}-${short(0)}`,
    ],
    [
      'a true pseudo-version of a tagged commit',
      [{ files: mod(), tags: ['v1.0.0'] }],
      x,
      `v0.0.0-${at[0]}-${short(0)}`,
      `v0.0.0-${at[0]}-${short(0)}`,
    ],
    [
      'an old major',
      [{ files: {}, tags: ['v2.0.0'] }],
      x,
      'v2.0.0+incompatible',
      'v2.0.0+incompatible',
    ],
    [
      'an old major, asked without suffix',
      [{ files: {}, tags: ['v2.0.0'] }],
      x,
      'v2.0.0',
      'v2.0.0+incompatible',
    ],
    [
      'an old major by hash',
      [{ files: {}, tags: ['v2.0.0'] }],
      x,
      hashOf(0).slice(0, 7),
      'v2.0.0+incompatible',
    ],
    [
      'behind an old major',
      [{ files: {}, tags: ['v2.0.0'] }, { files: {} }],
      x,
      '',
      `v2.0.1-0.${at[1]}-${short(1)}+incompatible`,
    ],
    [
      'an old major beside its folder',
      [{ files: { 'v2/go.mod': `module ${x}/v2\n` }, tags: ['v2.0.0'] }],
      x,
      'v2.0.0+incompatible',
      'v2.0.0+incompatible',
    ],
    [
      'a major that has a go.mod',
      [{ files: mod(`${x}/v2`), tags: ['v2.0.0'] }],
      `${x}/v2`,
      'v2.0.0',
      'v2.0.0',
    ],
    [
      'a commit with tags of two majors',
      [{ files: mod(`${x}/v2`), tags: ['v1.0.0', 'v2.0.0'] }],
      `${x}/v2`,
      '',
      'v2.0.0',
    ],
  ]
  for (const [when, commits, path, asked, version, retracted] of good) {
    test(`gives ${version} for ${path}@${asked || 'HEAD'}: ${when}`, async () => {
      assert.equal(await resolve(commits, path, asked, retracted), version)
    })
  }

  const bad: readonly (readonly [string, readonly CommitData[], string, string, RegExp])[] = [
    [
      'its go.mod is of another major',
      [{ files: mod(`${x}/v2`), tags: ['v1.0.0'] }],
      x,
      'v1.0.0',
      /declares "git\.test\/x\/v2"/,
    ],
    [
      'a major needs its path',
      [{ files: mod(), tags: ['v2.0.0'] }],
      x,
      'v2.0.0',
      /as git\.test\/x\/v2|v2 must be asked for/,
    ],
    [
      'a major with go.mod cannot be incompatible',
      [{ files: mod(), tags: ['v2.0.0'] }],
      x,
      'v2.0.0+incompatible',
      /has a go\.mod/,
    ],
    [
      'a compatible one cannot be incompatible',
      [{ files: {}, tags: ['v1.0.0'] }],
      x,
      'v1.0.0+incompatible',
      /\+incompatible is not allowed/,
    ],
    [
      'the major is not that of the path',
      [{ files: mod(`${x}/v2`), tags: ['v3.0.0'] }],
      `${x}/v2`,
      'v3.0.0',
      /must be that of the module path, v2/,
    ],
    [
      'the folder is not there',
      [{ files: mod(), tags: ['sub/v1.0.0'] }],
      `${x}/sub`,
      'v1.0.0',
      /there is no sub\/go\.mod/,
    ],
    [
      'a branch has the name of a version',
      [{ files: mod(), branch: 'v1.5.0' }],
      x,
      'v1.5.0',
      /is not a tag/,
    ],
    ['a pseudo-version lies', [{ files: mod() }], x, `v0.0.0-${at[1]}-${short(0)}`, /its time/],
    [
      'a pseudo-version is of another major',
      [{ files: mod() }],
      x,
      `v2.0.0-${at[0]}-${short(0)}`,
      /must be asked for as|has a go\.mod/,
    ],
  ]
  for (const [when, commits, path, asked, message] of bad) {
    test(`refuses ${path}@${asked} when ${when}`, async () => {
      await assert.rejects(resolve(commits, path, asked), { code: 'not-found', message })
    })
  }

  test('does not ask what is retracted when a tag was asked for', async () => {
    const view = codeView([{ files: mod(), tags: ['v1.0.0'] }])
    const place = placeModule(x, x, '')
    const { version } = await resolveVersion(
      view,
      place,
      await view.stat('v1.0.0'),
      'v1.0.0',
      neverAsked,
    )
    assert.equal(version, 'v1.0.0')
  })

  test('throws trouble on, and does not take it for an answer', async () => {
    const view = codeView([{ files: mod(), tags: ['v1.0.0'] }])
    const broken = { ...view, readFile: () => Promise.reject(new Error('trouble')) }
    const place = placeModule(x, x, '')
    await assert.rejects(
      resolveVersion(broken, place, await view.stat('v1.0.0'), 'v1.0.0', async () => () => false),
      { message: 'trouble' },
    )
  })
})
