import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../src/store/facts/database.ts'
import { feedIn } from '../../src/store/facts/feed.ts'
import { inTransaction } from '../../src/store/facts/transaction.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { missing } from '../vcs/program-server.ts'
import { openBrowser } from '../web/open-browser.ts'

/** What the page keeps of the stream it listens to. */
interface Listening {
  readonly ids: readonly number[]
  readonly opened: number
  readonly state: number
}

const listen = `
  const source = new EventSource('../index?prefix=a.')
  globalThis.listening = { ids: [], opened: 0, get state() { return source.readyState } }
  source.onopen = () => listening.opened++
  source.onmessage = ({ data, lastEventId }) => {
    if (JSON.parse(data).Seq !== Number(lastEventId)) throw new Error(data)
    listening.ids.push(Number(lastEventId))
  }`

test(
  'the EventSource of a browser sees each entry once, however often the server is killed or stopped',
  { skip: missing('chromium') },
  async () => {
    await using home = await headwaterHome()
    await using folder = await temporaryFolder('browser')
    await using browser = await openBrowser(folder.path)
    let server = await startHeadwater(home)
    const settings = { listen: new URL(server.url).host }
    using database = openDatabase(join(home.data, 'headwater.db'))
    const { writer } = feedIn(database, Date.now)
    let count = 0
    const add = (more: number) =>
      inTransaction(database, 'add entries', () => {
        for (let i = 0; i < more; i++, count++) {
          writer.noteAdded(`${count % 2 === 0 ? 'a' : 'b'}.test/x`, `v1.${count}.0`)
        }
      })
    const page = await browser.newPage()
    await page.goto(`${server.url}/-/index`)
    add(300)
    await page.evaluate(listen)
    const heard = () =>
      page.evaluate<Listening>('({ ...listening, state: listening.state, ids: listening.ids })')
    async function hasAll(): Promise<Listening> {
      for (let tries = 0; tries < 300; tries++) {
        const now = await heard()
        if (now.ids.length >= count / 2) return now
        assert.notEqual(now.state, 2, 'the browser has given up')
        await pause(100)
      }
      return heard()
    }
    try {
      await hasAll()
      for (const end of ['kill9', 'stop', 'kill9'] as const) {
        add(20)
        await server[end]()
        add(250)
        server = await startHeadwater(home, { settings })
        add(10)
        await hasAll()
      }
      add(2)
      const { ids, opened } = await hasAll()
      assert.deepEqual(
        ids,
        Array.from({ length: count / 2 }, (_, i) => 2 * i + 1),
      )
      assert.equal(opened, 4)
    } finally {
      await server[Symbol.asyncDispose]()
    }
  },
)
