import { entryJson } from '../../feed/entry-json.ts'
import type { FeedPage, Index } from '../../feed/open-index.ts'
import type { FeedQuery } from '../../feed/query.ts'
import type { Asked } from './answer-lines.ts'
import { handedOn } from '../handed-on.ts'

/** Events that are read and written at once. */
const atOnce = 100
/** After which a client that lost its connection comes again, milliseconds. */
const retry = 2000

/**
 * Sends entries as server-sent events, those of the past and those to come, until the client goes or nobody shall wait
 * any more. The id of an event is the number of its entry. While there is nothing to tell, an id without data, which is
 * no event, says how far the index was read.
 *
 * @throws Failure as the index does
 *
 * Source: HTML, 9.2 Server-sent events
 */
export async function answerEvents(
  index: Index,
  query: FeedQuery,
  { request, response, over, beatMs }: Asked & { readonly beatMs: number },
): Promise<undefined> {
  using _ = request.method === 'HEAD' ? undefined : index.place()
  const wanted = { ...query, limit: atOnce }
  let page = await index.read(wanted)
  response.writeHead(200, {
    'Cache-Control': 'no-store',
    'Content-Type': 'text/event-stream',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept',
    // nginx would keep events until it has a buffer full of them.
    'X-Accel-Buffering': 'no',
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  response.write(`retry: ${retry}\n\n`)
  const beat = setInterval(() => {
    if (response.writableLength === 0) response.write(`id: ${page.reached}\n\n`)
  }, beatMs).unref()
  try {
    while (await handedOn(response, eventsOf(index, page))) {
      await index.wait(query, page.reached, over.signal)
      if (over.signal.aborted || index.isStopped()) break
      page = await index.read({ ...wanted, after: page.reached })
    }
    response.end()
  } finally {
    clearInterval(beat)
  }
}

function eventsOf(index: Index, { seqs }: FeedPage): string {
  return seqs.map((seq) => `id: ${seq}\ndata: ${entryJson(index.entry(seq), true)}\n\n`).join('')
}
