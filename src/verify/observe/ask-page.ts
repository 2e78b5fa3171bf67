import { createHash } from 'node:crypto'
import { Failure } from '../../failure.ts'
import { matchGoImport, parseGoImports } from '../../origin/discovery/go-import.ts'
import type { Gate } from '../../outbound/gate.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { readAll } from '../../outbound/read-answer.ts'
import { mayJudge } from '../judge/failed-look.ts'
import type { Control, PageLook } from '../judge/observation.ts'

/** What pages are asked with. */
export interface PageAsker {
  readonly gate: Gate
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Enough for a page's head; what is longer is dropped. */
const mostBytes = 256 * 1024

/**
 * Asks for a page as a browser would. Never rejects: why there is no answer is what was seen.
 *
 * @param path an import path, when it matters whether the page names a repository for it
 */
export async function askPage(
  { gate, now }: PageAsker,
  url: string,
  path?: string,
): Promise<PageLook> {
  try {
    const answer = await gate.ask({ url, purpose: 'page', maxBytes: mostBytes })
    const { status } = answer
    const body = await readAll(answer).catch(() => undefined)
    const names = path === undefined ? undefined : isNamed(body, answer, path)
    return { at: now(), url, status, saw: String(status), ...(names !== undefined && { names }) }
  } catch (error) {
    if (!Failure.is(error)) throw error
    return { at: now(), url, status: 0, saw: error.message }
  }
}

/**
 * Asks for the plain page of an import path, and where that is a page without a repository for it, for another path of
 * its host, which nobody can have made: a parked domain, say, has a page for everything.
 */
export async function askImportPath(
  asker: PageAsker,
  url: string,
  path: string,
  strayPageOf: (origin: string) => Promise<PageLook>,
): Promise<PageLook> {
  const page = await askPage(asker, url, path)
  if (page.names !== false || !isThere(page)) return page
  return { ...page, isCatchAll: isThere(await strayPageOf(new URL(url).origin)) }
}

/** Asks a host for a page that it can only have if it has one for every path. */
export function askStrayPage(asker: PageAsker, origin: string): Promise<PageLook> {
  return askPage(asker, new URL(strayPath(origin), origin).href)
}

/** The same at every run, so that a host can tell what it is for; no name that anybody would choose. */
function strayPath(origin: string): string {
  return `/headwater-${createHash('sha256').update(origin).digest('hex').slice(0, 24)}`
}

function isThere({ status }: Pick<PageLook, 'status'>): boolean {
  return status >= 200 && status < 300
}

/** Asks a host for its front page. It answers when the page is there: a server that has nothing may be the wrong one. */
export function askFrontPage(asker: PageAsker, url: string): Promise<Control> {
  return askPageAnew(asker, new URL('/', url).href)
}

/** Asks for a page that should be there. */
export async function askPageAnew(asker: PageAsker, url: string): Promise<Control> {
  const page = await askPage(asker, url)
  return {
    at: page.at,
    of: 'page',
    url: page.url,
    saw: page.saw,
    answers: isThere(page),
  }
}

/** A page that cannot be read to its end may name one. */
function isNamed(body: Buffer | undefined, { status }: Answer, path: string): boolean | undefined {
  if (body === undefined) return mayJudge({ status }) ? undefined : false
  try {
    return typeof matchGoImport(parseGoImports(body), path) === 'object'
  } catch {
    return false
  }
}
