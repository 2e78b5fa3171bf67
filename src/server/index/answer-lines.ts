import type { IncomingMessage, ServerResponse } from 'node:http'
import { entryJson } from '../../feed/entry-json.ts'
import { nextQuery } from '../../feed/next-query.ts'
import type { FeedPage, Index } from '../../feed/open-index.ts'
import type { FeedQuery } from '../../feed/query.ts'
import { meetConditions } from '../conditional.ts'
import type { Reply } from '../reply.ts'
import { handedOn } from '../handed-on.ts'

/** Whom to answer. */
export interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Aborted when the client is gone. */
  readonly over: AbortController
}

/** Entries that are read and written at once. */
const atOnce = 100

/**
 * Answers with a page of the index, a line an entry, of which a small part is in memory at a time; or gives the reply
 * that says it has not changed. If the query says so, waits for the first entry.
 *
 * @throws Failure as the index does
 */
export async function answerLines(
  index: Index,
  query: FeedQuery,
  asked: Asked,
): Promise<Reply | undefined> {
  const { request, response, over } = asked
  const isHead = request.method === 'HEAD'
  const page = isHead ? await index.read(query) : await firstPage(index, query, over)
  if (response.destroyed) return undefined
  const head: Reply = headOf(query, page)
  const wanted = meetConditions(head, request.headers, false)
  if (wanted.status !== 200) return wanted
  response.writeHead(200, head.headers)
  if (!isHead) {
    for (let start = 0; start < page.seqs.length; start += atOnce) {
      const entries = page.seqs.slice(start, start + atOnce).map((seq) => index.entry(seq))
      const lines = entries.map((entry) => `${entryJson(entry, query.isExtended)}\n`)
      if (!(await handedOn(response, lines.join('')))) return undefined
    }
  }
  response.end()
  return undefined
}

async function firstPage(index: Index, query: FeedQuery, over: AbortController): Promise<FeedPage> {
  let page = await index.read(query)
  if (query.wait === 0 || page.seqs.length > 0) return page
  using _ = index.place()
  const patience = setTimeout(() => over.abort(), query.wait * 1000).unref()
  while (page.seqs.length === 0 && !over.signal.aborted && !index.isStopped()) {
    await index.wait(query, page.reached, over.signal)
    page = await index.read({ ...query, after: page.reached })
  }
  clearTimeout(patience)
  return page
}

/** The tag names what the page has: entries never change. A copy of the database that went on alone has other times. */
function headOf(query: FeedQuery, { seqs, last, ...page }: FeedPage): Reply {
  const next = nextQuery(query, { ...page, ...(last && { last }) })
  const isWaiting = query.wait > 0
  const etag = `"${seqs.length}-${last?.seq ?? 0}-${last?.at ?? 0}"`
  return {
    status: 200,
    headers: {
      'Cache-Control': isWaiting ? 'no-store' : 'no-cache',
      'Content-Type': 'application/json',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept',
      ...(next !== undefined && { Link: `<index?${next}>; rel="next"` }),
      ...(!isWaiting && { ETag: etag }),
    },
    body: Buffer.alloc(0),
    ...(!isWaiting && { etag }),
  }
}
