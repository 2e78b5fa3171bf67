import type { Hono } from 'hono'
import { entryJson, logJson } from '../api/log-json.ts'
import type { LogSource } from '../log-source.ts'
import { numberIn } from '../number-in.ts'
import { respondJson, respondPage, respondSeeOther, respondUnavailable } from '../responses.ts'
import type { SiteFacts } from '../site-facts.ts'
import { entryPage, noEntryPage } from './entry-page.ts'
import { logPage } from './log-page.ts'
import { readEntry, readLog, readNumber, readSize } from './read-log.ts'

/** What the pages of logs are made from, as `PagesParts` says. */
interface LogParts {
  readonly logs: LogSource
  readonly site: () => SiteFacts
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** Adds the pages of our log and those of others, and the same as JSON. */
export function addLogRoutes(app: Hono, { logs, site, now, onError }: LogParts): void {
  app.get('/-/log', async (c) => {
    const typed = c.req.query('module')?.trim() ?? ''
    const number = logs.own && (await readNumber(logs.own, typed, onError))
    if (number !== undefined) return respondSeeOther(`log/${number}`)
    const facts = await readLog(logs, numberIn(c.req.query('before')), onError)
    const missed = typed === '' ? {} : { missed: typed }
    return respondPage(logPage({ ...facts, ...missed }, now()), site())
  })

  app.get('/-/log/:number', async (c) => {
    const typed = c.req.param('number')
    const found = await find(typed)
    if (found.entry === undefined) return respondPage(noEntryPage(typed, found.size), site(), 404)
    const { own, number, entry } = found
    return respondPage(entryPage(own, number, entry, { site: site(), now: now() }), site())
  })

  app.get('/-/api/v1/log', async (c) => {
    const facts = await readLog(logs, numberIn(c.req.query('before')), onError)
    const json = logJson(facts, now())
    return 'missing' in json ? respondUnavailable(json.missing) : respondJson(json.value)
  })

  app.get('/-/api/v1/log/:number', async (c) => {
    const found = await find(c.req.param('number'))
    if (found.entry === undefined) {
      return respondJson({ error: 'The log has no entry with that number' }, 404)
    }
    const { own, entry } = found
    if ('missing' in entry) return respondUnavailable(entry.missing)
    return respondJson(entryJson(own, entry.value, now()))
  })

  /** An entry; or how many there are, where that is known. */
  async function find(typed: string) {
    const { own } = logs
    if (own === undefined) return { entry: undefined, size: undefined }
    const number = numberIn(typed)
    if (number !== undefined) {
      const entry = await readEntry(own, number, onError)
      if ('missing' in entry) return { own, number, entry }
      if (entry.value) return { own, number, entry: { value: entry.value } }
    }
    return { entry: undefined, size: await readSize(own, onError) }
  }
}
