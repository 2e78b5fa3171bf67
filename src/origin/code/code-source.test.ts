import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeHost, codeView, hashOf, type CommitData } from '../../../test/code-view.ts'
import { Failure } from '../../failure.ts'
import { codeSource } from './code-source.ts'
import { placeModule } from './place.ts'

const x = 'git.test/x'
const files = { 'go.mod': `module ${x}\n` }
const freshness = { list: 60_000, notFound: 5_000 }

/** A source over one view after the other, made at the times given. */
function sourceOf(
  views: readonly (readonly [number, readonly CommitData[]])[],
  clock = { now: 0 },
) {
  const made = views.map(([at, commits]) => codeView(commits, at))
  return codeSource(
    codeHost(made, () => clock.now),
    placeModule(x, x, ''),
    freshness,
  )
}

suite('codeSource()', () => {
  test('latest() is the highest release that is not retracted, else the highest prerelease, else HEAD', async () => {
    const retracting = { 'go.mod': `module ${x}\nretract v1.2.0\n` }
    const table: readonly (readonly [readonly CommitData[], RegExp])[] = [
      [[{ files, tags: ['v1.0.0', 'v1.1.0', 'v1.2.0-rc1'] }], /^v1\.1\.0$/],
      [
        [
          { files, tags: ['v1.1.0'] },
          { files: retracting, tags: ['v1.2.0'] },
        ],
        /^v1\.1\.0$/,
      ],
      [[{ files, tags: ['v1.0.0-a', 'v1.0.0-b'] }], /^v1\.0\.0-b$/],
      [[{ files }], /^v0\.0\.0-2020/],
      [[{ files: retracting, tags: ['v1.2.0'] }, { files }], /^v0\.0\.0-2020/],
      [[{ files: {}, tags: ['v1.0.0', 'v2.0.0'] }], /^v2\.0\.0\+incompatible$/],
    ]
    for (const [commits, version] of table) {
      assert.match((await sourceOf([[0, commits]]).latest()).Version, version)
    }
  })

  test('resolves although the newest version is none of this module', async () => {
    const strange = { 'go.mod': 'module other.test/y/v3\n' }
    const source = sourceOf([
      [
        0,
        [
          { files, tags: ['v1.0.0'] },
          { files: strange, tags: ['v1.5.0'] },
        ],
      ],
    ])
    await assert.rejects(source.find('v1.5.0'), { code: 'not-found' })
    assert.equal((await source.query(hashOf(0).slice(0, 7))).Version, 'v1.0.0')
  })

  test('find() gives the go.mod as it is, or makes one up', async () => {
    const source = sourceOf([
      [
        0,
        [
          { files, tags: ['v1.0.0'] },
          { files: {}, tags: ['v1.1.0'] },
        ],
      ],
    ])
    assert.equal(Buffer.from((await source.find('v1.0.0')).goMod).toString(), files['go.mod'])
    const { goMod, info } = await source.find('v1.1.0')
    assert.equal(Buffer.from(goMod).toString(), `module ${x}\n`)
    assert.deepEqual(info, {
      Version: 'v1.1.0',
      Time: '2020-01-02T03:05:05Z',
      Origin: {
        VCS: 'git',
        URL: 'https://git.test/x',
        Hash: hashOf(1),
        Ref: 'refs/tags/v1.1.0',
      },
    })
  })

  for (const version of ['v1', 'main', 'v1.0.0+meta', 'v2.0.0', 'v1.5.0']) {
    test(`find() does not give another version than ${version}`, async () => {
      const commits = [{ files: {}, tags: ['v1.0.0', 'v2.0.0', 'v1.0.0+meta'], branch: 'main' }]
      await assert.rejects(sourceOf([[0, commits]]).find(version), (error: unknown) =>
        Failure.is(error, 'invalid', 'not-found'),
      )
    })
  }

  suite('when a version is not there', () => {
    const before = [{ files, tags: ['v1.0.0'] }]
    const after = [{ files, tags: ['v1.0.0', 'v1.1.0'] }]

    test('asks again, if the list is older than "not there" may be', async () => {
      const clock = { now: 6_000 }
      const source = sourceOf(
        [
          [0, before],
          [6_000, after],
        ],
        clock,
      )
      assert.equal((await source.find('v1.1.0')).info.Version, 'v1.1.0')
    })

    test('believes it, if the list is new enough', async () => {
      const source = sourceOf(
        [
          [0, before],
          [4_000, after],
        ],
        { now: 4_000 },
      )
      await assert.rejects(source.find('v1.1.0'), { code: 'not-found' })
    })

    test('asks again, if the list turns out to be old', async () => {
      const [old, renewed] = [codeView(after, 0), codeView(before, 0)]
      let views = 0
      const stale = {
        ...old,
        stat: () => Promise.reject(new Failure('unreachable', 'Cannot read it', { at: 'ref' })),
      }
      const host = {
        vcs: 'git',
        url: 'https://git.test/x',
        view: async () => (views++ === 0 ? stale : { ...renewed, at: 1 }),
      } as const
      const source = codeSource(host, placeModule(x, x, ''), freshness)
      assert.equal((await source.find('v1.0.0')).info.Version, 'v1.0.0')
      assert.equal(views, 2)
    })

    test('does not ask again after other trouble', async () => {
      let views = 0
      const host = {
        vcs: 'git',
        url: 'https://git.test/x',
        view: async () => {
          views++
          throw new Failure('unreachable', 'Cannot ask')
        },
      } as const
      const source = codeSource(host, placeModule(x, x, ''), freshness)
      await assert.rejects(source.versions(), { code: 'unreachable' })
      assert.equal(views, 1)
    })
  })
})
