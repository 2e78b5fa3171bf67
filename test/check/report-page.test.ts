import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { attacks, hostileReport } from '../../src/check/report/hostile.test-data.ts'
import { htmlReport } from '../../src/check/report/html/html-report.ts'
import type { Report } from '../../src/check/report/report.ts'
import { movedAlone, throttled, withBaseline } from '../../src/check/report/samples.test-data.ts'
import { tangle } from '../../src/check/report/tangle.test-data.ts'
import { temporaryFolder, type TemporaryFolder } from '../forge/temporary-folder.ts'
import { missing } from '../vcs/program-server.ts'
import { colorViolations, violations } from '../web/accessible.ts'
import { openBrowser } from '../web/open-browser.ts'

const long = attacks.find((attack) => attack.length > 1000) ?? ''
const markup = attacks.find((attack) => attack.includes('<script>')) ?? ''

/** A few rows of the list of all modules are as good as all, and sooner looked at. */
function shorter(report: Report): Report {
  const ok = report.modules.filter(({ verdict }) => verdict.class === 'ok')
  const left = new Set(ok.slice(3))
  return { ...report, modules: report.modules.filter((module) => !left.has(module)) }
}

const reports: Readonly<Record<string, Report>> = {
  withBaseline: shorter(withBaseline),
  throttled: shorter(throttled),
  tangle: shorter(tangle),
  movedAlone,
  markup: hostileReport(markup),
  long: hostileReport(long),
}

suite('the HTML report in a browser', { skip: missing('chromium') }, () => {
  let home: TemporaryFolder
  let browser: Browser
  const files = new Map<string, string>()
  before(async () => {
    home = await temporaryFolder('browser')
    for (const [name, report] of Object.entries(reports)) {
      const file = join(home.path, `${name}.html`)
      await writeFile(file, htmlReport(report))
      files.set(name, pathToFileURL(file).href)
    }
    browser = await openBrowser(home.path)
  })
  after(async () => {
    await browser.close()
    await home[Symbol.asyncDispose]()
  })

  for (const width of [1280, 390, 320]) {
    test(`it is accessible and fits, ${width} pixels wide, light and dark`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 900 } })
      const complaints = listen(page)
      for (const [name, url] of files) {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(url)
        await page.evaluate(
          "document.querySelectorAll('details').forEach((one) => { one.open = true })",
        )
        const widest = Number(await page.evaluate('document.documentElement.scrollWidth'))
        assert.ok(widest <= width, `${name} is ${widest} pixels wide`)
        assert.deepEqual(await violations(page), [], name)
        await page.emulateMedia({ colorScheme: 'dark' })
        assert.deepEqual(await colorViolations(page), [], `${name} in the dark`)
      }
      assert.deepEqual(complaints, [])
    })
  }

  test('a narrow screen has the tree in the place of the graph', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } })
    await page.goto(files.get('withBaseline') ?? '')
    assert.equal(await page.getByRole('img', { name: /^Paths from/ }).isVisible(), false)
    assert.equal(await page.locator('.narrow .tree').isVisible(), true)
    await page.setViewportSize({ width: 1280, height: 900 })
    assert.equal(await page.getByRole('img', { name: /^Paths from/ }).isVisible(), true)
    assert.equal(await page.locator('.narrow .tree').isVisible(), false)
  })

  test('on paper everything is open', async () => {
    const page = await browser.newPage()
    await page.emulateMedia({ media: 'print' })
    await page.goto(files.get('withBaseline') ?? '')
    assert.equal(await page.getByText('by the rules of the go command').isVisible(), true)
    assert.equal(await page.getByText('Skip to content').isVisible(), false)
  })
})

/** What a page complains of, and whom it asks for anything. */
function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`)
  })
  return complaints
}
