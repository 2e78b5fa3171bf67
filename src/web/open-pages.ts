import { Hono } from 'hono'
import { hostJson, hostsJson } from './api/host-json.ts'
import { openApi } from './api/openapi.ts'
import { readBlock } from './block.ts'
import { hostCsv } from './host/host-csv.ts'
import { hostPage } from './host/host-page.ts'
import { readHost } from './host/read-host.ts'
import { hostIn, hostPath } from './host-name.ts'
import { readHostLines } from './hosts/host-lines.ts'
import { hostsPage } from './hosts/hosts-page.ts'
import type { HostsSource } from './hosts-source.ts'
import { indexPage } from './index/index-page.ts'
import { readEntries } from './index/read-entries.ts'
import type { IndexSource } from './index/read-entries.ts'
import { addLogRoutes } from './log/log-routes.ts'
import type { LogSource } from './log-source.ts'
import { missingPage } from './missing-page.ts'
import { numberIn } from './number-in.ts'
import {
  respond,
  respondJson,
  respondPage,
  respondSeeOther,
  respondText,
  respondUnavailable,
} from './responses.ts'
import { robotPage, strangerPage } from './robot/robot-page.ts'
import type { SiteFacts } from './site-facts.ts'
import { sparingly } from './sparingly.ts'
import { stylesheet } from './stylesheet.ts'

/** What the pages are made from. */
export interface PagesParts {
  readonly hosts: HostsSource
  readonly index: IndexSource
  readonly logs: LogSource
  /** Asked for each page, since the URL is known only once the server listens. */
  readonly site: () => SiteFacts
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told of everything that a source throws. Must not throw. */
  readonly onError: (error: unknown) => void
}

/**
 * All pages below `/-/` that are not plain text of the server's own: a function of the request and of what the parts
 * say. Asks nobody outside. Answers every GET; where there is no page, with 404 as text, or as HTML to a browser.
 */
export function openPages(parts: PagesParts): (request: Request) => Promise<Response> {
  const { hosts, site, now, onError } = parts
  const reader = () => ({ source: hosts, now: now(), onError })
  const lines = sparingly(() => readBlock(() => readHostLines(hosts, now()), onError), now)
  const app = new Hono()

  app.get('/-/hosts', async (c) => {
    const typed = c.req.query('host')
    const host = typed === undefined ? undefined : hostIn(typed)
    if (host !== undefined) return respondSeeOther(`hosts/${hostPath(host)}`)
    const [at, after] = [now(), c.req.query('after')]
    const noHost = typed === undefined || typed.trim() === '' ? undefined : typed
    const rest = { ...(after !== undefined && { after }), ...(noHost !== undefined && { noHost }) }
    return respondPage(hostsPage({ lines: await lines(), now: at, ...rest }, site()), site())
  })

  app.get('/-/hosts/:host', async (c) => {
    const name = c.req.param('host')
    if (name.endsWith('.csv')) return csvOf(parts, name.slice(0, -'.csv'.length))
    const facts = await readHost(name, numberIn(c.req.query('before')), reader())
    if (!facts.isKnown) return respondPage(strangerPage(name, site()), site(), 404)
    return respondPage(hostPage(facts, site(), now()), site())
  })

  app.get('/-/index', async (c) => {
    const { searchParams } = new URL(c.req.url)
    const data = await readEntries(parts.index, searchParams, { now: now(), onError })
    return respondPage(indexPage(data), site(), data.fault?.status ?? 200)
  })

  addLogRoutes(app, parts)

  app.get('/-/robot', () => respondPage(robotPage(site()), site()))

  app.get('/-/assets/:name', (c) => {
    if (c.req.param('name') !== stylesheet.name) return respondText(404, missingText(site()))
    const forEver = { 'Cache-Control': 'public, max-age=31536000, immutable' }
    return respond(200, 'text/css; charset=utf-8', stylesheet.text, forEver)
  })

  app.get('/-/api/openapi.json', () => respondJson(openApi(site().url, site().version)))

  app.get('/-/api/v1/hosts', async (c) => {
    const at = now()
    const found = await lines()
    if ('missing' in found) return respondUnavailable(found.missing)
    return respondJson(hostsJson(found.value, c.req.query('after'), at))
  })

  app.get('/-/api/v1/hosts/:host', async (c) => {
    const before = numberIn(c.req.query('before'))
    const facts = await readHost(c.req.param('host'), before, reader())
    if (!facts.isKnown) return respondJson({ error: stranger(site()) }, 404)
    const found = hostJson(facts, now())
    return 'missing' in found ? respondUnavailable(found.missing) : respondJson(found.value)
  })

  app.notFound((c) => {
    const isBrowser = c.req.header('accept')?.includes('text/html') === true
    if (!isBrowser) return respondText(404, missingText(site()))
    return respondPage(missingPage(c.req.path), site(), 404)
  })

  app.onError((error) => {
    onError(error)
    return respondText(500, 'internal error\n')
  })

  return async (request) => app.fetch(request)
}

async function csvOf({ hosts, site, now, onError }: PagesParts, host: string): Promise<Response> {
  const { days, isKnown } = await readHost(host, undefined, { source: hosts, now: now(), onError })
  if (!isKnown) return respondText(404, `${stranger(site())}\n`)
  if ('missing' in days) return respondText(503, `not available: ${days.missing}\n`)
  return respond(200, 'text/csv; charset=utf-8', hostCsv(host, days.value))
}

function stranger({ retentionDays }: SiteFacts): string {
  return `Nothing was asked of this host in ${retentionDays} days`
}

function missingText({ url }: SiteFacts): string {
  return `There is no page here\nWhat this server is for: ${url}/\n`
}
