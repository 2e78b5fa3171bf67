import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { leftOvers } from '../serve/data-folder.ts'
import { releases } from '../serve/releases.ts'
import { highestMemory } from './deeds.ts'
import { band, packet, sending, startGitServer } from './git-server.ts'
import { ordinary, repositoryOf } from './ordinary.ts'
import { packHead } from './pack.ts'

const healthy = 'github.com/acme/healthy'

test('headwater serve reads a repository of 100,000 tags and branches, and takes less than 400 MiB', async (t) => {
  await using forge = await startForge()
  await using git = await startGitServer()
  const commit = ordinary('m')
  git.repositories.set('m', {
    *refs() {
      yield* repositoryOf(commit).refs()
      for (let index = 1; index < 50_000; index++) {
        yield `${commit.hash} refs/tags/v1.${index}.0`
        yield `${commit.hash} refs/heads/topic/${index}`
      }
    },
    objects: () => sending(commit.pack),
  })
  await using server = await startHeadwater(forge, { settings: { rewrite: [git.rewrite] } })
  const list = await ask(server, 'hostile.test/m/@v/list')
  assert.deepEqual([list.status, list.text.split('\n').length], [200, 50_001])
  assert.match((await ask(server, 'hostile.test/m/@latest')).text, /"Version":"v1\.49999\.0"/)
  assert.equal((await ask(server, 'hostile.test/m/@v/v1.777.0.zip')).status, 200)
  assert.equal(server.stderr(), '')
  if (process.platform !== 'linux') return
  const highest = await highestMemory(server.pid)
  t.diagnostic(`highest memory of the server: ${highest.toFixed(0)} MiB`)
  assert.ok(highest < 400, `${highest} MiB`)
})

test('headwater serve goes on with others while 100 repositories of one host send a byte now and then', async () => {
  await using forge = await startForge()
  await using git = await startGitServer()
  await repository(forge, healthy, releases(healthy, 'v1.0.0'))
  const names = Array.from({ length: 100 }, (_, index) => `m${index}`)
  const { promise: over, resolve: end } = Promise.withResolvers<void>()
  // As many begin as there are connections to one host.
  const begun = Array.from({ length: 8 }, () => Promise.withResolvers<void>())
  const waiting = begun.values()
  for (const name of names) {
    const slowly = async function* () {
      yield packet('packfile\n')
      yield band(1, packHead(5))
      waiting.next().value?.resolve()
      await over
    }
    git.repositories.set(name, repositoryOf(ordinary(name), slowly))
  }
  const settings = { rewrite: [git.rewrite, ...forge.rewrites()] }
  await using server = await startHeadwater(forge, { settings })
  const asked = names.map((name) => ask(server, `hostile.test/${name}/@v/v1.0.0.zip`))
  const allBegun = Promise.all(begun.map(({ promise }) => promise)).then(() => undefined)
  const tooEarly = await Promise.race([allBegun, ...asked])
  assert.equal(tooEarly, undefined, tooEarly?.text)
  assert.equal((await ask(server, `${healthy}/@v/v1.0.0.zip`)).status, 200)
  end()
  for (const { status, text } of await Promise.all(asked)) assert.equal(status, 503, text)
  assert.deepEqual(await leftOvers(server.home), [])
  assert.equal((await ask(server, `${healthy}/@v/list`)).status, 200)
})
