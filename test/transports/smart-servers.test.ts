import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { encodePackets } from '../../src/origin/git/pkt-line.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import type { Script } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { goMod, openTestGit, versions } from '../open-test-git.ts'
import { compareWithGo } from '../vcs/compare.ts'
import { reachAt } from './reach.ts'
import { makeRepositories, questionsApart, type Repositories } from './repositories.ts'

const advertisement = { 'content-type': 'application/x-git-upload-pack-advertisement' }

/** What a server of version 2 says of itself that knows nothing of what can be left out. */
const bareV2 = encodePackets([
  '# service=git-upload-pack\n',
  null,
  'version 2\n',
  'agent=old\n',
  'ls-refs\n',
  'fetch\n',
  'object-format=sha1\n',
  null,
])

/** git http-backend as if it had no shallow repositories and no filters: what asks for them is refused. */
const withoutExtras =
  (version: 0 | 2): Script =>
  async ({ method, body }) => {
    if (method === 'GET' && version === 2) {
      return { kind: 'page', headers: advertisement, body: bareV2 }
    }
    if (method === 'GET') return { kind: 'real', mangle: hideExtras }
    const text = (await body()).toString('latin1')
    if (!/(deepen|shallow|filter) /.test(text)) return undefined
    return { kind: 'page', body: encodePackets(['ERR unknown line\n']) }
  }

const hideExtras = (chunk: Buffer): Buffer =>
  Buffer.from(chunk.toString('latin1').replaceAll(/\b(shallow|deepen|filter)/g, hidden), 'latin1')

const hidden = (word: string): string => 'x'.repeat(word.length)

const kinds: readonly (readonly [string, 'v2' | 'v1' | 'v0', Script | undefined])[] = [
  ['version 2', 'v2', undefined],
  ['version 2, and nothing more', 'v2', withoutExtras(2)],
  ['version 1', 'v1', undefined],
  ['version 0', 'v0', undefined],
  ['version 0, and nothing more', 'v0', withoutExtras(0)],
]

suite('a repository on a server that speaks git over http', () => {
  let forge: Forge
  let made: Repositories

  before(async () => {
    forge = await startForge()
    made = await makeRepositories(forge)
  })
  after(() => forge.close())

  for (const [what, protocol, script] of kinds) {
    test(`gives what go gives when that is ${what}`, async () => {
      forge.protocols.set('git.test/main', protocol)
      const stop = script ? forge.script(script) : () => {}
      for (const ask of questionsApart(made.main)) {
        const reach = reachAt('https://git.test/', `${forge.url}/git.test/`)
        const url = 'https://git.test/main'
        await compareWithGo({ root: 'over.test/m', vcs: 'git', url, ask, reach })
      }
      stop()
    })
  }
})

suite('requests to a server that speaks git over http', () => {
  /** Of a first look for refs and content, of the next version, and of the same after a restart. */
  const counts = [
    ['version 2', 'v2', undefined, ['POST', 'POST'], ['POST'], ['POST', 'POST']],
    // The first request for content tells that it can do less, and everything comes.
    [
      'version 2, and nothing more',
      'v2',
      withoutExtras(2),
      ['POST', 'POST', 'GET', 'POST'],
      ['POST'],
      ['POST', 'POST', 'GET', 'POST'],
    ],
    ['version 1', 'v1', undefined, ['POST', 'GET', 'POST'], ['POST'], ['POST', 'GET', 'POST']],
    ['version 0', 'v0', undefined, ['POST', 'GET', 'POST'], ['POST'], ['POST', 'GET', 'POST']],
    [
      'version 0, and nothing more',
      'v0',
      withoutExtras(0),
      ['POST', 'GET', 'POST'],
      ['POST'],
      ['POST', 'GET', 'POST'],
    ],
  ] as const
  for (const [what, protocol, script, first, next, anew] of counts) {
    test(`are no more than needed when that is ${what}`, async () => {
      await using git = await openTestGit()
      await repository(git.forge, 'git.test/r', versions(3), { protocol })
      if (script) git.forge.script(script)
      const asked = () => {
        const methods = git.forge.log.of('git.test/r').map(({ method }) => method)
        git.forge.log.reset()
        return methods
      }
      const view = await git.host('git.test/r').view(0)
      assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
      assert.deepEqual(asked(), first)
      assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
      assert.deepEqual(asked(), next)
      const again = await git.host('git.test/r').view(0)
      assert.equal(await goMod(again, 'v1.2.0'), 'module m // 2\n')
      assert.deepEqual(asked(), anew)
    })
  }
})
