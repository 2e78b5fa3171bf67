import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { repository, type Repository } from '../../../test/forge/repository.ts'
import { openTestGit, type TestGit } from '../../../test/open-test-git.ts'
import { pseudoVersionOf } from '../../../test/check/scene.ts'
import { Failure } from '../../failure.ts'
import type { ModuleSource } from '../module-source.ts'
import { codeSource } from './code-source.ts'
import type { Remembered } from './named-version.ts'
import { placeModule } from './place.ts'

const path = 'git.test/x'
const files = { 'go.mod': `module ${path}\n` }

/** Commits 0 (tagged v0.1.0), 1 (what the pseudo-version is of) and 2 on main, with names of their own beside. */
async function lay(git: TestGit, name: string): Promise<Repository> {
  const made = await repository(git.forge, `git.test/${name}`, [
    { files, tags: ['v0.1.0'] },
    { files: { 'a.go': 'package a\n' } },
    { files: { 'b.go': 'package a\n' } },
  ])
  return made
}

/** The module at what the refs are now: everything is asked anew. */
function sourceOf(git: TestGit, { path: at }: Repository): () => ModuleSource {
  const host = git.openProcess()(at)
  return () => {
    git.pass(1000)
    return codeSource(host, placeModule(path, path, ''), { list: 0, notFound: 0 })
  }
}

async function find(source: ModuleSource, version: string): Promise<Remembered | undefined> {
  try {
    const { commit = '', proof } = await source.find(version)
    return { hash: commit, proof: (await proof?.()) ?? null }
  } catch (error) {
    if (!Failure.is(error, 'not-found')) throw error
    return undefined
  }
}

type Change = (repository: Repository, rev: string) => Promise<unknown>

const still: readonly (readonly [what: string, change: Change, asked: readonly string[]])[] = [
  ['nothing changed', async () => {}, ['refs']],
  ['a tag came where main was', (x) => x.moveTag('v0.2.0', 2), ['refs']],
  ['main moved on', (x) => x.commit([{ message: 'on' }]), ['refs', 'commits']],
  [
    'main moved on, and a tag is where it was',
    async (x) => {
      await x.moveTag('v0.2.0', 2)
      await x.commit([{ message: 'on' }])
    },
    ['refs'],
  ],
  [
    'main was forced back, and a branch is where it was',
    async (x) => {
      await x.forcePush('old', 2)
      await x.forcePush('main', 0)
    },
    ['refs'],
  ],
  ['main is the commit itself', (x) => x.forcePush('main', 1), ['refs']],
  [
    'another tag is the base',
    async (x) => {
      await x.moveTag('v0.1.0+meta', 0)
      await x.deleteTag('v0.1.0')
    },
    ['refs'],
  ],
  ['a tag with other versions is on the commit', (x) => x.moveTag('v0.1.1', 1), ['refs']],
]

const over: readonly (readonly [what: string, change: Change, problem: RegExp])[] = [
  ['main was forced back', (x) => x.forcePush('main', 0), /Unknown revision/],
  ['the base was deleted', (x) => x.deleteTag('v0.1.0'), /does not exist/],
  ['the base was moved past the commit', (x) => x.moveTag('v0.1.0', 2), /does not descend/],
  ['the base was moved to the commit', (x) => x.moveTag('v0.1.0', 1), /which is a version itself/],
  ['a branch has the name of the commit', (x, rev) => x.forcePush(rev, 0), /short form/],
  ['a tag has the name of the commit', (x, rev) => x.moveTag(rev, 0), /short form/],
]

suite('namedVersion() of a pseudo-version', () => {
  for (const [what, change, asked] of still) {
    test(`names its commit when ${what}, asking for ${asked.join(' and ')} only`, async () => {
      await using git = await openTestGit()
      const made = await lay(git, 'x')
      const source = sourceOf(git, made)
      const version = await pseudoVersionOf(made, 'v0.1.0')
      const known = await find(source(), version)
      assert.ok(known?.proof)
      await change(made, version.slice(-12))
      git.records.splice(0)
      const named = await source().named?.(version, () => [known])
      assert.equal(named?.hash, made.commits[1])
      assert.deepEqual(
        git.records.map(({ purpose }) => purpose),
        asked,
      )
      const again = { hash: known.hash, proof: named?.proof ?? known.proof }
      git.records.splice(0)
      assert.equal((await source().named?.(version, () => [again]))?.hash, made.commits[1])
      assert.equal(git.records.length, 1)
      assert.equal((await find(source(), version))?.hash, made.commits[1])
    })
  }

  for (const [what, change, problem] of over) {
    test(`does not tell when ${what}`, async () => {
      await using git = await openTestGit()
      const made = await lay(git, 'x')
      const source = sourceOf(git, made)
      const version = await pseudoVersionOf(made, 'v0.1.0')
      const known = await find(source(), version)
      assert.ok(known)
      await change(made, version.slice(-12))
      assert.equal(await source().named?.(version, () => [known]), undefined)
      await assert.rejects(source().find(version), { message: problem })
    })
  }

  test('does not tell without a proof', async () => {
    await using git = await openTestGit()
    const made = await lay(git, 'x')
    const source = sourceOf(git, made)
    const version = await pseudoVersionOf(made, 'v0.1.0')
    const known = await find(source(), version)
    assert.ok(known)
    const unproved = { ...known, proof: null }
    assert.equal(await source().named?.(version, () => [unproved]), undefined)
    assert.equal(await source().named?.(version, () => []), undefined)
  })

  test('needs no content to prove it anew', async () => {
    await using git = await openTestGit()
    const made = await lay(git, 'x')
    const version = await pseudoVersionOf(made, 'v0.1.0')
    const known = await find(sourceOf(git, made)(), version)
    assert.ok(known)
    await made.commit([{ message: 'on' }])
    await using elsewhere = await openTestGit({ rewrites: git.forge.rewrites() })
    const named = await sourceOf(elsewhere, made)().named?.(version, () => [known])
    assert.equal(named?.hash, known.hash)
    assert.deepEqual(
      elsewhere.records.map(({ purpose }) => purpose),
      ['refs', 'commits'],
    )
  })
})

suite('namedVersion() of a tag', () => {
  const table: readonly (readonly [string, string, string | undefined])[] = [
    ['git.test/x', 'v0.1.0', 'v0.1.0'],
    ['git.test/x', 'v0.1.1', undefined],
    ['git.test/x/sub', 'v0.1.0', 'sub/v0.1.0'],
    ['git.test/x/v2', 'v2.0.0', 'v2.0.0'],
    ['git.test/x', 'v2.0.0+incompatible', 'v2.0.0'],
    ['git.test/x', 'v0.1', undefined],
    ['git.test/x', 'v3.0.0', undefined],
  ]
  for (const [module, version, tag] of table) {
    test(`${module}@${version} is ${tag ?? 'no tag'}`, async () => {
      await using git = await openTestGit()
      const made = await repository(git.forge, 'git.test/x', [
        { tags: ['v0.1.0', 'sub/v0.1.0', { name: 'v2.0.0', annotated: true }] },
        { branch: 'v3.0.0' },
      ])
      const place = placeModule(module, 'git.test/x', '')
      const source = codeSource(git.host(made.path), place, { list: 0, notFound: 0 })
      const named = await source.named?.(version, () => [])
      assert.deepEqual(
        [named?.hash, named?.origin.Ref],
        tag === undefined ? [undefined, undefined] : [made.commits[0], `refs/tags/${tag}`],
      )
    })
  }
})

test('whatever becomes of the refs, namedVersion() says nothing that finding the version denies', async () => {
  await using git = await openTestGit()
  let count = 0
  const place = fc.nat(5)
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(fc.constantFrom('v0.1.0', 'v0.1.0+meta', 'v0.1.1', ''), place).map(
      ([tag, to]): Change =>
        (x, rev) =>
          x.moveTag(tag || rev, to % x.commits.length),
    ),
    fc.constantFrom('v0.1.0', 'v0.1.0+meta', '').map(
      (tag): Change =>
        async (x, rev) =>
          x.refs.has(`refs/tags/${tag || rev}`) && x.deleteTag(tag || rev),
    ),
    fc.tuple(fc.constantFrom('main', 'old'), place).map(
      ([branch, to]): Change =>
        (x) =>
          x.forcePush(branch, to % x.commits.length),
    ),
    place.map(
      (from): Change =>
        (x) =>
          x.commit([{ from: x.commits[from % x.commits.length] ?? 0 }]),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      const made = await lay(git, `x${++count}`)
      const source = sourceOf(git, made)
      const version = await pseudoVersionOf(made, 'v0.1.0')
      let known = await find(source(), version)
      for (const one of changes) {
        await one(made, version.slice(-12))
        const named = await source().named?.(version, () => (known ? [known] : []))
        const found = await find(source(), version)
        if (named) assert.equal(found?.hash, named.hash)
        known = found ?? known
        if (found) assert.equal((await source().named?.(version, () => [found]))?.hash, found.hash)
      }
    }),
    { numRuns: 5 },
  )
})
