import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Forge } from '../forge/forge.ts'
import { scene, type Scene } from './scene.ts'

const refs = ['--level', 'refs']

/** How often a repository was asked. */
function requestsTo(forge: Forge, path: string): number {
  return forge.log.of(path).length
}

interface Case {
  readonly what: string
  readonly happens: (scene: Scene) => unknown
  readonly code: string
  /** To the repository, in all; not counted where a way out is looked for, too. */
  readonly requests?: number
}

const cases: Case[] = [
  { what: 'nothing happened', happens: () => {}, code: 'unchanged', requests: 1 },
  {
    what: 'another tag came, and a branch moved',
    async happens({ x }) {
      await x.commit([{ files: { 'c.go': 'package a\n' }, tags: ['v1.2.0'] }])
    },
    code: 'unchanged',
    requests: 1,
  },
  {
    what: 'its tag was moved',
    happens: ({ x }) => x.moveTag('v1.0.0', 1),
    code: 'version-moved',
    requests: 2,
  },
  {
    what: 'its tag was made anew on another commit with the same content',
    happens: async ({ x }) => {
      const [again = ''] = await x.commit([{ remove: ['b.go'], message: 'again' }])
      await x.moveTag('v1.0.0', again)
    },
    code: 'verified',
    requests: 2,
  },
  {
    what: 'its tag was deleted',
    happens: ({ x }) => x.deleteTag('v1.0.0'),
    code: 'version-gone',
  },
  {
    what: 'its tag was deleted, and a branch has its name',
    happens: async ({ x }) => {
      await x.deleteTag('v1.0.0')
      await x.forcePush('v1.0.0', 0)
    },
    code: 'version-moved',
  },
]

suite('headwater check --level refs, of a tag', () => {
  for (const { what, happens, code, requests } of cases) {
    test(`it says ${code} when ${what}`, async () => {
      await using at = await scene()
      await happens(at)
      const { report, x } = await at.judged(refs)
      assert.equal(x.verdict.code, code, JSON.stringify(x))
      if (requests !== undefined) assert.equal(requestsTo(at.forge, 'github.com/acme/x'), requests)
      assert.equal(requestsTo(at.forge, 'github.com/acme/ok'), 1)
      const ok = report.modules.find(({ path }) => path === 'github.com/acme/ok')
      assert.equal(ok?.verdict.code, 'unchanged')
    })
  }
})
