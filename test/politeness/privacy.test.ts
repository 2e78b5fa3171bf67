import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, suite, test } from 'node:test'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import {
  headwater,
  headwaterHome,
  startHeadwater,
  type HeadwaterHome,
} from '../oracle/headwater.ts'
import { ask, askAll, filesOf } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { inDatabase } from './in-database.ts'

const secret = 'corp.test/secret'
const open = 'open.test/lib'
const settings = {
  upstream: 'https://proxy.test,direct',
  private: ['corp.test/*'],
}

suite('nobody is told of a module but those who must be:', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let home: HeadwaterHome
  before(async () => {
    forge = opened.use(await startForge({ hosts: ['proxy.test', 'sum.golang.org'] }))
    for (const module of [secret, open]) {
      const host = `git.${module.split('/')[0]}`
      await repository(forge, `${host}/x`, releases(module, 'v1.0.0'))
      forge.pages.set(module, goImport(module, 'git', `https://${host}/x`))
    }
    home = opened.use(await headwaterHome(forge, settings))
  })
  after(() => opened.disposeAsync())

  const hostsAsked = () => {
    return [...new Set(forge.log.entries.map(({ url }) => url.split('/')[1] ?? ''))].toSorted()
  }

  test('a private one is named to its own hosts only', async () => {
    await using server = await startHeadwater(home)
    const wanted = [
      `${secret}/@v/list`,
      `${secret}/@latest`,
      `${secret}/@v/main.info`,
      ...filesOf(secret, 'v1.0.0'),
      `strict/${secret}/@v/v1.0.0.info`,
    ]
    for (const { status, text } of await askAll(server, wanted)) assert.equal(status, 200, text)
    // Nor is one that is not there, or one below it.
    for (const path of [
      'corp.test/none/@v/list',
      `${secret}/deep/@latest`,
      `${secret}/@v/v1.9.0.zip`,
    ]) {
      assert.equal((await ask(server, path)).status, 404, path)
    }
    assert.deepEqual(hostsAsked(), ['corp.test', 'git.corp.test'])

    // Others are asked of the proxy first.
    assert.equal((await ask(server, `${open}/@v/list`)).status, 200)
    assert.deepEqual(hostsAsked(), [
      'corp.test',
      'git.corp.test',
      'git.open.test',
      'open.test',
      'proxy.test',
    ])
    assert.ok(forge.log.of('proxy.test').length > 0)
    for (const { url, userAgent } of forge.log.entries) {
      assert.equal(/^\/proxy\.test\/.*corp/.test(url), false, url)
      assert.match(userAgent, /^Headwater\//)
    }
  })

  test('nobody is asked for anything by a server without clients', async () => {
    forge.log.reset()
    await using _ = await startHeadwater(home)
    // Looks begin at once; nothing is due that was held a moment ago.
    await pause(1500)
    assert.deepEqual(forge.log.entries, [])
  })

  test('fetch and check ask for what they were asked for, and make no looks', async () => {
    inDatabase(home, (database) => {
      database.exec(`update repositories set due_at = 0, refs_at = 0`)
      database.exec('update hosts set saved_requests = 1000, saved_bytes = 100000000')
    })
    forge.log.reset()
    const fetched = await headwater(['fetch', `${open}@main`, '--data', home.data], { home })
    assert.equal(fetched.code, 0, fetched.stderr)
    await writeFile(join(home.folder, 'go.mod'), `module main\n\nrequire ${open} v1.0.0\n`)
    const checked = await headwater(['check', '--data', home.data, home.folder], { home })
    assert.equal(checked.code, 0, checked.stderr + checked.stdout)
    const asked = forge.log.entries.map(({ url }) => url.split('/')[1])
    assert.ok(asked.includes('git.open.test'))
    assert.deepEqual(
      asked.filter((host) => host?.endsWith('corp.test')),
      [],
    )
    assert.equal(
      forge.log.entries.some(({ url }) => url.endsWith('/robots.txt')),
      false,
    )
    const reasons = inDatabase(home, (database) =>
      database.prepare('select distinct reason from requests').all(),
    )
    assert.deepEqual(
      reasons.map(({ reason }) => reason),
      ['foreground'],
    )
  })
})
