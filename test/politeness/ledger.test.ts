import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { throttled } from '../forge/reply.ts'
import type { Repository } from '../forge/repository.ts'
import { headwaterHome, type HeadwaterHome } from '../oracle/headwater.ts'
import { ask, filesOf } from '../serve/ask.ts'
import { filesBelow } from '../serve/data-folder.ts'
import { releases } from '../serve/releases.ts'
import { accessLog, ledgerLines } from './access-log.ts'
import { askAsSomebody, traces } from './ask-as-somebody.ts'
import { inDatabase } from './in-database.ts'
import { plant } from './plant.ts'
import { hostJson, hostsJson } from './read-ledger.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'
import { until } from './until.ts'

const hosts = ['one.test', 'two.test', 'page.test', 'old.test', 'new.test', 'busy.test']
const secret = 'a secret of sixteen characters'
const settings = {
  politeness: { interval: '100ms' },
  hooks: { generic: [secret] },
  log: { level: 'debug' },
}
/** Rounds of traffic, some minutes apart. */
const rounds = 10

suite('an hour of headwater serve, in the eyes of who runs a forge:', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let home: HeadwaterHome
  let server: TimelyHeadwater
  let errors = ''
  const repositories = new Map<string, Repository>()

  before(async () => {
    forge = opened.use(await startForge())
    for (const place of ['one.test/a', 'one.test/b', 'two.test/c', 'busy.test/d', 'new.test/e']) {
      repositories.set(place, (await plant(forge, place, 'v1.0.0')).repository)
    }
    forge.moved.set('old.test/e', 'https://new.test/e')
    forge.pages.set('page.test/f', goImport('page.test/f', 'git', 'https://one.test/a'))
    forge.pages.set('old.test/nothing', { body: 'nothing to see' })
    home = opened.use(await headwaterHome(forge, settings))
    server = await startTimely(home)
    for (let round = 0; round < rounds; round++) {
      await traffic(round)
      if (round === rounds / 2) await makeLooksDue()
      if (round === rounds - 2) await push('https://one.test/a')
      await server.pass((60 * 60_000) / rounds)
    }
  })
  after(async () => {
    await server.stop()
    await opened.disposeAsync()
  })

  async function traffic(round: number): Promise<void> {
    const version = `v1.${round}.0`
    if (round > 0) {
      await repositories.get('one.test/a')?.commit(releases('one.test/a.git', version))
      await repositories.get('two.test/c')?.commit(releases('two.test/c.git', version))
    }
    const busy = forge.script(({ host, path }) => {
      return host === 'busy.test' && path !== '/robots.txt' ? throttled(60) : undefined
    })
    const paths = [
      ...['one.test/a.git', 'one.test/b.git', 'two.test/c.git', 'page.test/f'].flatMap((module) => [
        `${module}/@v/list`,
        `${module}/@latest`,
      ]),
      ...filesOf('one.test/a.git', version),
      ...filesOf('two.test/c.git', version),
      ...filesOf('one.test/a.git', 'v1.0.0'),
      'one.test/a.git/@v/v9.9.9.info',
      `page.test/gone${round}/@v/list`,
      'page.test/gone/@latest',
      'old.test/e.git/@v/list',
      'old.test/nothing/@v/list',
      `busy.test/d.git/@v/v1.${round}.0.info`,
      `busy.test/page${round}/@v/list`,
    ]
    // More than one at a time, and each twice.
    await Promise.all([...paths, ...paths].map((path) => askAsSomebody(server, path)))
    busy()
  }

  /** Everything is due, and everything is paid for. */
  async function makeLooksDue(): Promise<void> {
    errors += server.stderr()
    await server.stop()
    inDatabase(home, (database) => {
      database.exec(`update repositories set due_at = 0`)
      database.exec(`update hosts set saved_requests = 1000, saved_bytes = 100000000`)
    })
    server = await startTimely(home)
    for (const host of ['one.test', 'two.test', 'old.test']) {
      await until(`the repositories of ${host} were looked at`, async () => {
        const { repositories } = await hostJson(server, host)
        return repositories.every(({ look, held }) => held === 0 || look !== null)
      })
    }
  }

  async function push(repository: string): Promise<void> {
    const body = JSON.stringify({ repository })
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const { status, text } = await ask(server, '-/hooks/generic', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-headwater-signature': `sha256=${signature}`,
      },
      body,
    })
    assert.deepEqual([status, text], [200, 'Looked at again: 1 known here\n'])
  }

  test('each request of the access log is in the ledger, and no other', async () => {
    let all = 0
    for (const host of hosts) {
      const { requests } = await hostJson(server, host)
      assert.deepEqual(ledgerLines(requests), accessLog(forge.log.of(host)), host)
      all += requests.length
    }
    assert.equal(all, forge.log.entries.length)
    assert.ok(all > 100, `${all} requests`)
    const { requests } = await hostJson(server, 'one.test')
    const reasons = new Set(requests.map(({ reason }) => reason))
    assert.deepEqual(reasons, new Set(['push', 'background', 'foreground']))
  })

  test('the sums of days, of pages and of the table equal the access log', async () => {
    let lines: Awaited<ReturnType<typeof hostsJson>>['hosts'] = []
    await until('the list of hosts tells as much as is told of each', async () => {
      lines = (await hostsJson(server)).hosts
      const saved = lines.map(async ({ host }) => (await hostJson(server, host)).days)
      return (await Promise.all(saved)).every((days, index) => {
        const sum = days.reduce((all, day) => all + day.saved.requests, 0)
        return sum === lines[index]?.month.saved.requests
      })
    })
    const html = await ask(server, '-/hosts')
    const rows = html.text.replaceAll(/<[^>]*>/g, ' ')
    for (const { host, month } of lines) {
      const { requests, days, standing } = await hostJson(server, host)
      const log = forge.log.of(host)
      const bytes = log.reduce((sum, { bytesIn, bytesOut }) => sum + bytesIn + bytesOut, 0)
      const bad = log.filter(({ status }) => status === 429 || status >= 500 || status === 0)
      const told = { requests: log.length, bytes }
      assert.deepEqual(sumOf(Object.values(month.asked)), told, host)
      assert.deepEqual(sumOf(days.flatMap(({ asked }) => Object.values(asked))), told, host)
      assert.equal(month.errors, bad.length)
      const rules = log.filter(({ url }) => url.endsWith('/robots.txt'))
      assert.equal(month.rules.requests, rules.length)
      for (const reason of ['foreground', 'background', 'floor', 'push'] as const) {
        const mine = requests.filter((one) => one.reason === reason)
        assert.deepEqual(month.asked[reason], {
          requests: mine.length,
          bytes: mine.reduce((sum, { sent, received }) => sum + sent + received, 0),
        })
      }
      const unasked = month.asked.background
      assert.deepEqual(standing?.spent, unasked, `${host}: what is spent is what was asked`)
      assert.match(rows, new RegExp(`${host}\\s.*?\\s${month.asked.foreground.requests}\\s`, 's'))

      const csv = (await ask(server, `-/hosts/${host}.csv`)).text.trim().split(/\r?\n/)
      const [names = '', ...table] = csv
      const column = (name: string) => {
        const at = names.split(',').indexOf(name)
        return table.reduce((sum, line) => sum + Number(line.split(',')[at]), 0)
      }
      assert.deepEqual({ requests: column('requests'), bytes: column('bytes') }, told)
      assert.equal(column('errors'), bad.length)
      assert.equal(column('saved'), month.saved.requests)
      assert.equal(column('saved_bytes'), month.saved.bytes)
    }
  })

  test('who asked is nowhere', async () => {
    const pages = ['-/hosts', '-/metrics', '-/robot', '-/api/v1/hosts']
    for (const host of hosts)
      pages.push(`-/hosts/${host}`, `-/hosts/${host}.csv`, `-/api/v1/hosts/${host}`)
    const texts = await Promise.all(pages.map(async (path) => (await ask(server, path)).text))
    expectNoTrace('what it shows', texts.join('\n'))
    errors += server.stderr()
    assert.match(errors, /asked upstream/)
    expectNoTrace('its log', errors)
    await server.stop()
    const files = await filesBelow(home.data)
    assert.ok(files.includes('headwater.db'))
    for (const file of files) {
      expectNoTrace(file, (await readFile(join(home.data, file))).toString('latin1'))
    }
    server = await startTimely(home)
  })
})

function sumOf(tallies: readonly { readonly requests: number; readonly bytes: number }[]) {
  return tallies.reduce(
    (sum, { requests, bytes }) => ({
      requests: sum.requests + requests,
      bytes: sum.bytes + bytes,
    }),
    { requests: 0, bytes: 0 },
  )
}

function expectNoTrace(place: string, text: string): void {
  for (const trace of traces) assert.equal(text.includes(trace), false, `${trace} is in ${place}`)
}
