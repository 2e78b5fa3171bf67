import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import * as reply from '../../../test/forge/reply.ts'
import { repository } from '../../../test/forge/repository.ts'
import { goMod, namesIn, openTestGit, versions, type TestGit } from '../../../test/open-test-git.ts'
import { webServer } from '../../../test/web-server.ts'
import { encodePackets } from './pkt-line.ts'

const fresh = 60_000

const isContent = async (request: reply.ForgeRequest) =>
  request.method === 'POST' && (await request.body()).includes('command=fetch')
async function* endlessPack(): AsyncGenerator<Buffer> {
  yield encodePackets(['packfile\n'])
  for (;;) yield Buffer.concat([Buffer.from('fff0\x01'), randomBytes(65515)])
}

suite('gitHost()', () => {
  let git: TestGit
  let count = 0
  before(async () => {
    git = await openTestGit()
  })
  after(() => git[Symbol.asyncDispose]())

  const nextPath = () => `git.test/r${++count}`
  const depotOf = async () => {
    const folders = await readdir(git.folder)
    return folders.map((name) => join(git.folder, name, 'repository'))
  }
  async function packs(): Promise<string[]> {
    const found: string[] = []
    for (const depot of await depotOf()) {
      const folder = join(depot, 'objects', 'pack')
      for (const name of await readdir(folder).catch(() => [])) found.push(join(folder, name))
    }
    return found
  }
  const emptyFolder = async () => {
    for (const name of await readdir(git.folder)) {
      await rm(join(git.folder, name), { recursive: true })
    }
  }

  const damages: readonly (readonly [string, () => Promise<void>])[] = [
    [
      'packs are cut',
      async () => {
        for (const file of await packs()) if (file.endsWith('.pack')) await truncate(file, 40)
      },
    ],
    [
      'packs are gone',
      async () => {
        for (const file of await packs()) await rm(file)
      },
    ],
    [
      'indexes are gone',
      async () => {
        for (const file of await packs()) if (file.endsWith('.idx')) await rm(file)
      },
    ],
    [
      'the repository is gone',
      async () => {
        for (const depot of await depotOf()) await rm(depot, { recursive: true })
      },
    ],
    [
      'its settings are gone',
      async () => {
        for (const depot of await depotOf()) await rm(join(depot, 'HEAD'))
      },
    ],
    [
      'only what is noted of it is left',
      async () => {
        for (const depot of await depotOf()) {
          await rm(depot, { recursive: true })
          await rm(join(depot, '..', 'ready'))
        }
      },
    ],
    ['everything is gone', emptyFolder],
  ]
  for (const [when, damage] of damages) {
    test(`fetches anew when ${when}`, async () => {
      await emptyFolder()
      const path = nextPath()
      const untagged = { files: { more: '' } }
      const { commits } = await repository(git.forge, path, [...versions(2), untagged, untagged])
      const view = await git.host(path).view(fresh)
      await goMod(view, 'v1.0.0')
      await view.descendsFrom(commits[1] ?? '', 'v1.0.0')
      await damage()
      assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
      await damage()
      assert.deepEqual(await namesIn(view, commits[0] ?? ''), ['ballast', 'go.mod'])
      await damage()
      assert.equal(await view.readFile(commits[0] ?? '', 'none', 10), undefined)
      await damage()
      assert.ok(await view.descendsFrom(commits[1] ?? '', 'v1.0.0'))
      await damage()
      assert.equal(await view.recentTag(commits[1] ?? '', '', async () => true), 'v1.1.0')
      await damage()
      const between = commits[2]?.slice(0, 11) ?? ''
      assert.equal((await view.stat(between)).hash, commits[2])
      await damage()
      assert.deepEqual(
        await Promise.all([goMod(view, 'v1.0.0'), goMod(view, 'v1.1.0'), goMod(view, 'v1.1.0')]),
        ['module m // 0\n', 'module m // 1\n', 'module m // 1\n'],
      )
    })
  }

  suite('an answer that is no good', () => {
    const table: readonly (readonly [string, reply.Reply, string])[] = [
      ['breaks off', reply.cutOff(150), 'unreachable'],
      ['is damaged', reply.corrupt(200), 'unreachable'],
      ['has no pack', { kind: 'page', body: encodePackets(['packfile\n', null]) }, 'unreachable'],
      ['is another page', { kind: 'page', body: 'hello' }, 'unreachable'],
    ]
    for (const [what, answer, code] of table) {
      test(`leaves no file and spoils nothing when it ${what}`, async () => {
        await emptyFolder()
        const path = nextPath()
        await repository(git.forge, path, versions(2))
        const view = await git.host(path).view(fresh)
        await goMod(view, 'v1.0.0')
        const before = await packs()
        const remove = git.forge.script(async (request) =>
          (await isContent(request)) ? answer : undefined,
        )
        await assert.rejects(view.stat('v1.1.0'), { code })
        remove()
        assert.deepEqual(await packs(), before)
        assert.equal(await goMod(view, 'v1.1.0'), 'module m // 1\n')
      })
    }

    test('is stopped at the limit, and leaves no file', async () => {
      await using small = await openTestGit({ maxBytes: 3_000_000 })
      await repository(small.forge, 'git.test/x', versions(1))
      let sent = 0
      await using server = await webServer((request, response) => {
        request.resume()
        void (async () => {
          for await (const chunk of endlessPack()) {
            if (response.destroyed) return
            sent += chunk.length
            if (!response.write(chunk)) {
              await new Promise<void>((resolve) => {
                response.once('drain', resolve).once('close', resolve)
              })
            }
          }
        })()
      })
      small.forge.script(async (request) =>
        (await isContent(request)) ? reply.redirect(`${server.url}/endless`, 307) : undefined,
      )
      const view = await small.host('git.test/x').view(fresh)
      await assert.rejects(view.stat('v1.0.0'), { code: 'refused' })
      assert.ok(sent < 30_000_000)
      const [depot = ''] = await readdir(small.folder)
      const folder = join(small.folder, depot, 'repository', 'objects', 'pack')
      assert.deepEqual(await readdir(folder), [])
    })

    test('is unreachable when an object that was listed does not come', async () => {
      const path = nextPath()
      await repository(git.forge, path, versions(1))
      const claimed = '7'.repeat(40)
      const honest = await git.host(path).view(fresh)
      const [tag] = honest.tags
      const lie = encodePackets([`${tag?.hash} refs/tags/v1.0.0 peeled:${claimed}\n`, null])
      const removeLie = git.forge.script(async (request) =>
        request.method === 'POST' && (await request.body()).includes('ls-refs')
          ? { kind: 'page', body: lie }
          : undefined,
      )
      const view = await git.host(path).view(fresh)
      removeLie()
      await assert.rejects(view.stat('v1.0.0'), { code: 'unreachable', message: /did not send it/ })
    })
  })
})
