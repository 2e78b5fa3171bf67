import type { IncomingMessage, ServerResponse } from 'node:http'
import { Failure } from '../../failure.ts'
import type { Index } from '../../feed/open-index.ts'
import { readEventId, readFeedQuery } from '../../feed/query.ts'
import type { FeedQuery } from '../../feed/query.ts'
import { decodeTarget } from '../decode-target.ts'
import { likedType } from '../liked-type.ts'
import { pathIn } from '../origin-form.ts'
import { failureReply, textReply } from '../reply.ts'
import type { Reply } from '../reply.ts'
import { answerEvents } from './answer-events.ts'
import { answerLines } from './answer-lines.ts'

/** Answers whatever is asked at `/index`. */
export interface IndexAnswers {
  /**
   * Answers, and resolves when all is sent or the client is gone; or gives the reply instead. Never throws for what a
   * client sends.
   */
  answer(request: IncomingMessage, response: ServerResponse): Promise<Reply | undefined>
  /** Ends all answers that wait for entries to come. */
  stop(): void
}

/** Whether a request target is that of the index. */
export function isIndex(target: string): boolean {
  return pathIn(target) === '/index'
}

/**
 * Answers with the index, as lines of JSON, or as an event stream to those who like that more.
 *
 * @param beatMs how often an event stream that has nothing to tell says so, milliseconds; 15 seconds unless given
 */
export function takeIndex(index: Index, beatMs = 15_000): IndexAnswers {
  return {
    async answer(request, response) {
      const { method, url = '' } = request
      if (method !== 'GET' && method !== 'HEAD') {
        return textReply(405, 'There is only GET and HEAD here\n', { Allow: 'GET, HEAD' })
      }
      const over = new AbortController()
      response.once('close', () => over.abort())
      try {
        const query = queryIn(url)
        return isForEvents(request)
          ? await answerEvents(index, beginning(query, request), {
              request,
              response,
              over,
              beatMs,
            })
          : await answerLines(index, query, { request, response, over })
      } catch (error) {
        if (response.headersSent) response.destroy()
        if (Failure.is(error) && !response.headersSent) return failureReply(error)
        throw error
      }
    },
    stop: () => index.stop(),
  }
}

function queryIn(target: string): FeedQuery {
  decodeTarget(target)
  return readFeedQuery(new URLSearchParams(/\?.*$/s.exec(target)?.[0] ?? ''))
}

function isForEvents({ headers }: IncomingMessage): boolean {
  return likedType(headers.accept, ['application/json', 'text/event-stream']) !== 'application/json'
}

/** A client that lost its connection goes on where it was, whatever its URL says. */
function beginning(query: FeedQuery, { headers }: IncomingMessage): FeedQuery {
  if (query.order === 'desc' || query.before !== undefined) {
    const why = '"order=desc" and "before" do not go with it'
    throw new Failure('invalid', `Cannot send the index as events: ${why}`)
  }
  const last = headers['last-event-id']
  if (last === undefined || last === '') return query
  return { ...query, after: readEventId(String(last)) }
}
