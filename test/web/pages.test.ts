import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { memoryMirror, serve } from '../../src/server/memory-mirror.conformance.ts'
import {
  dayWith,
  memoryHosts,
  noon,
  requestOf,
  siteFacts,
  sourcehut,
  standingOf,
} from '../../src/web/memory-hosts.test-data.ts'
import { logs } from '../../src/web/memory-log.test-data.ts'
import { openPages } from '../../src/web/open-pages.ts'
import { memoryFeed } from '../../src/feed/memory-feed.test-data.ts'
import { openIndex } from '../../src/feed/open-index.ts'
import { temporaryFolder, type TemporaryFolder } from '../forge/temporary-folder.ts'
import { missing } from '../vcs/program-server.ts'
import { colorViolations, violations } from './accessible.ts'
import { openBrowser } from './open-browser.ts'

const hostile = `"><script>document.title='pwned'</script>\u202e${'x'.repeat(10_000)}`

const hosts = memoryHosts({
  'git.sr.ht': sourcehut,
  'git.corp.example:8443': {
    days: [dayWith('2026-11-22', { foreground: 123_456 }, { errors: 2 })],
    standing: standingOf('git.corp.example:8443', {
      pausedUntil: noon + 600_000,
      lastPause: { why: '429', at: noon, millis: 600_000 },
    }),
  },
  'hostile.example': {
    days: [dayWith('2026-11-22', { foreground: 1 })],
    requests: [requestOf({ url: `https://a.example/${hostile}`, failure: hostile, status: 0 })],
    standing: standingOf('hostile.example', {
      lastPause: { why: hostile, at: noon, millis: 60_000 },
      robots: { readAt: noon, result: 'rules', lines: [hostile], optedOut: true },
    }),
  },
  [hostile]: { days: [dayWith('2026-11-22', { floor: 1 })] },
})

const came = [
  ...Array.from({ length: 150 }, (_, i) => `github.com/acme/x@v0.0.${i}`),
  `git.corp.example/${'a-long-element/'.repeat(12)}end@v2.0.0-20261130120000-0123456789ab+incompatible`,
  hostile,
]

const places = [
  '/-/index',
  '/-/index?prefix=github.com/acme/&since=2026-11-30',
  '/-/index?prefix=nobody.example/',
  '/-/index?limit=many',
  '/-/log',
  '/-/log?before=10',
  '/-/log/5',
  '/-/log/700',
  '/-/hosts',
  '/-/hosts/git.sr.ht',
  '/-/hosts/git.corp.example%3A8443',
  '/-/hosts/hostile.example',
  '/-/hosts/never.example',
  '/-/robot',
  '/-/no/such/page',
]

suite('in a browser', { skip: missing('chromium'), concurrency: 2 }, () => {
  let home: TemporaryFolder
  let browser: Browser
  before(async () => {
    home = await temporaryFolder('browser')
    browser = await openBrowser(home.path)
  })
  after(async () => {
    await browser.close()
    await home[Symbol.asyncDispose]()
  })

  for (const width of [1280, 390, 320]) {
    test(`every page is accessible and fits, ${width} pixels wide, light and dark`, async (t) => {
      const url = await served(t)
      const page = await browser.newPage({ viewport: { width, height: 900 } })
      const complaints = listen(page, url)
      for (const place of places) {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(url + place)
        assert.doesNotMatch(await page.title(), /^pwned/)
        const widest = Number(await page.evaluate('document.documentElement.scrollWidth'))
        assert.ok(widest <= width, `${place} is ${widest} pixels wide`)
        assert.deepEqual(await violations(page), [], place)
        await page.emulateMedia({ colorScheme: 'dark' })
        assert.deepEqual(await colorViolations(page), [], `${place} in the dark`)
      }
      assert.deepEqual(complaints, [])
    })
  }

  test('a forge admin finds the page of a host with the keyboard, without script', async (t) => {
    const url = await served(t)
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    const complaints = listen(page, url)
    await page.goto(`${url}/-/robot`)
    await page.keyboard.press('Tab')
    assert.equal(await page.locator(':focus').textContent(), 'Skip to content')
    await page.getByLabel('Your host').fill('https://git.sr.ht/~rjarry/aerc')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/-/hosts/git.sr.ht')
    assert.equal(await page.locator('h1').textContent(), 'git.sr.ht')
    await page.getByText('The same as a table').click()
    assert.equal(await page.getByRole('row', { name: /^16 Nov / }).isVisible(), true)
    await page.getByRole('link', { name: 'All hosts' }).click()
    await page.getByRole('link', { name: 'git.corp.example:8443' }).click()
    assert.equal(await page.locator('h1').textContent(), 'git.corp.example:8443')
    assert.deepEqual(complaints, [])
  })

  test('on paper nothing is left that only a screen can use', async (t) => {
    const url = await served(t)
    const page = await browser.newPage()
    await page.emulateMedia({ media: 'print' })
    await page.goto(`${url}/-/hosts/git.sr.ht`)
    assert.equal(await page.getByRole('navigation', { name: 'Main' }).isVisible(), false)
    assert.equal(await page.getByRole('row', { name: /^16 Nov / }).isVisible(), true)
  })
})

/** A server of the pages, for the length of a test. */
async function served(t: TestContext): Promise<string> {
  const { mirror } = memoryMirror(t)
  const pages = openPages({
    hosts,
    index: openIndex(memoryFeed(...came).feed),
    logs,
    site: () => siteFacts,
    now: () => noon,
    onError: (error) => assert.fail(String(error)),
  })
  const { port } = await serve(t, mirror, { pages })
  return `http://127.0.0.1:${port}`
}

/** What a page complains of, and what it asks of others, from now on. A page that is not there, or cannot be made so, is no complaint. */
function listen(page: Page, url: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (!/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) complaints.push(`asked for ${request.url()}`)
  })
  return complaints
}
