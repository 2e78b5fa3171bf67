import assert from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import type { Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { check, commit, goMod, pseudoVersionOf, scene, type Scene } from './scene.ts'

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
    code: 'recreated',
    requests: 2,
  },
  {
    what: 'go.sum was changed',
    async happens({ home }) {
      const file = join(home.folder, 'go.sum')
      const sums = await readFile(file, 'utf8')
      await writeFile(file, sums.replace(/x v1\.0\.0 h1:.{8}/, 'x v1.0.0 h1:AAAAAAAA'))
    },
    code: 'version-moved',
  },
  {
    what: 'its repository was renamed, and the old address leads to the new one',
    happens: ({ x }) => x.rename('github.com/acme/renamed', { redirect: true }),
    code: 'redirected',
    requests: 1,
  },
  {
    what: 'its old address leads to the same one, spelled in another way',
    happens: ({ x, forge }) =>
      forge.moved.set('github.com/acme/x/git-upload-pack', `${x.url}.git/git-upload-pack`),
    code: 'unchanged',
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

const path = 'github.com/acme/p'

/** What `happens` to a repository whose second of three commits is asked for, on the tag v0.1.0. */
interface PseudoCase {
  readonly what: string
  readonly happens: (repository: Repository) => unknown
  readonly code: string
  /** In the check after that (refs, what the server can do, history), and in one more. */
  readonly requests?: readonly [number, number]
}

const pseudoCases: PseudoCase[] = [
  { what: 'nothing happened', happens: () => {}, code: 'unchanged', requests: [1, 1] },
  {
    what: 'its branch moved on',
    happens: (p) => p.commit([{ message: 'on' }]),
    code: 'unchanged',
    requests: [2, 1],
  },
  {
    what: 'a force push left its commit behind',
    happens: (p) => p.forcePush('main', 0),
    code: 'commit-unreachable',
  },
  {
    what: 'a force push left its commit behind, and the server dropped it',
    async happens(p) {
      await p.forcePush('main', 0)
      await p.prune()
    },
    code: 'commit-gone',
  },
  {
    what: 'the tag below it was deleted',
    happens: (p) => p.deleteTag('v0.1.0'),
    code: 'pseudo-invalid',
  },
  {
    what: 'the tag below it was put on its commit',
    happens: (p) => p.moveTag('v0.1.0', 1),
    code: 'pseudo-invalid',
  },
  {
    what: 'its repository was deleted',
    happens: (p) => p.deleteRepository(),
    code: 'repo-gone',
  },
]

suite('headwater check --level refs, of a pseudo-version', () => {
  for (const { what, happens, code, requests } of pseudoCases) {
    test(`it says ${code} when ${what}`, async () => {
      let made: Repository | undefined
      await using at = await scene('', async (forge) => {
        const more = [{ files: { 'b.go': 'package a\n' } }, { files: { 'c.go': 'package a\n' } }]
        made = await repository(forge, path, [commit(path, { tags: ['v0.1.0'] }), ...more])
        return `${path}@${await pseudoVersionOf(made, 'v0.1.0')}`
      })
      if (made) await happens(made)
      const asked: number[] = []
      for (let times = 0; times < 2; times++) {
        at.forge.log.reset()
        const { x } = await at.judged(refs)
        assert.equal(x.verdict.code, code, JSON.stringify(x))
        asked.push(requestsTo(at.forge, path))
      }
      if (requests) assert.deepEqual(asked, requests)
    })
  }
})

test('headwater check --offline asks nobody, and tells what was known', async () => {
  await using at = await scene()
  const other = ['--json', '--offline', 'github.com/acme/x@v1.1.0', 'go.vanity.test/y@v1.0.0']
  const { code, stdout } = await check(at.home, other)
  const codes = (JSON.parse(stdout) as Report).modules.map(({ verdict }) => verdict.code)
  assert.deepEqual([code, codes], [3, ['pending', 'pending']])
  const { code: exit, report } = await at.judged(['--offline', '--level', 'refs'])
  assert.equal(exit, 3)
  assert.deepEqual(
    report.modules.map(({ verdict }) => verdict.code),
    ['stale', 'stale'],
  )
  assert.equal(at.forge.log.entries.length, 0)
})

test('headwater check --offline tells what earlier checks saw lost, of each repository', async () => {
  await using at = await scene()
  await at.x.deleteTag('v1.0.0')
  assert.equal((await at.judged()).x.verdict.code, 'version-gone')
  const { code, stdout } = await check(at.home, ['--offline'])
  assert.equal(code, 3)
  assert.match(
    stdout,
    /UNDETERMINED {2}github\.com\/acme\/x v1\.0\.0 +stale\n {2}saw +seen as version-gone on /,
  )
  assert.match(stdout, /UNDETERMINED {2}1 module on github\.com +stale\n/)
})

/** A module cache as go leaves it after it has downloaded a version, with the Origin that its .info tells. */
async function fillCache(at: Scene, hash: string): Promise<string> {
  const folder = join(at.home.folder, 'modcache')
  const place = join(folder, 'cache/download/github.com/acme/x/@v')
  await mkdir(place, { recursive: true })
  const sums = await readFile(join(at.home.folder, 'go.sum'), 'utf8')
  const [, sum = ''] = /^github\.com\/acme\/x v1\.0\.0 (\S+)$/m.exec(sums) ?? []
  const origin = { VCS: 'git', URL: at.x.url, Hash: hash, Ref: 'refs/tags/v1.0.0' }
  const info = { Version: 'v1.0.0', Time: '2020-01-02T03:04:05Z', Origin: origin }
  await writeFile(join(place, 'v1.0.0.info'), JSON.stringify(info))
  await writeFile(join(place, 'v1.0.0.ziphash'), sum)
  await writeFile(join(place, 'v1.0.0.mod'), goMod('github.com/acme/x'))
  return folder
}

for (const [what, index, code, confidence, requests] of [
  ['where the ref leads', 0, 'unchanged', 'tentative', 1],
  ['elsewhere', 1, 'recreated', 'corroborated', 2],
] as const) {
  test(`headwater check --level refs says ${code} when only the module cache knows the commit, and it is ${what}`, async () => {
    await using at = await scene()
    const cache = await fillCache(at, at.x.commits[index] ?? '')
    await rm(at.home.data, { recursive: true })
    const env = { GOMODCACHE: cache }
    const { stdout } = await check(at.home, ['--json', ...refs], undefined, { env })
    const x = (JSON.parse(stdout) as Report).modules.find(({ path }) => path.endsWith('/x'))
    assert.deepEqual([x?.verdict.code, x?.verdict.confidence], [code, confidence])
    assert.equal(requestsTo(at.forge, 'github.com/acme/x'), requests)
  })
}
