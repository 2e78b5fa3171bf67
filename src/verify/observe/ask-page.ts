import { Failure } from '../../failure.ts'
import { matchGoImport, parseGoImports } from '../../origin/discovery/go-import.ts'
import { readAll, type Answer, type Gate } from '../../outbound/gate.ts'
import { mayJudge } from '../judge/judge.ts'
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

/** Asks a host for its front page. It answers when the page is there: a server that has nothing may be the wrong one. */
export async function askFrontPage(asker: PageAsker, url: string): Promise<Control> {
  const page = await askPage(asker, new URL('/', url).href)
  return {
    at: page.at,
    of: 'page',
    url: page.url,
    saw: page.saw,
    answers: page.status >= 200 && page.status < 300,
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
