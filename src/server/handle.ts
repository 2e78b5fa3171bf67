import type { IncomingMessage, ServerResponse } from 'node:http'
import { Failure } from '../failure.ts'
import type { Door, Mirror } from '../mirror/mirror.ts'
import { answer } from './answer.ts'
import { meetConditions } from './conditional.ts'
import { isCheck } from './check/take-checks.ts'
import type { Checks } from './check/take-checks.ts'
import { decodeTarget } from './decode-target.ts'
import { hookNamed } from './hooks/take-hooks.ts'
import type { Hooks } from './hooks/take-hooks.ts'
import { replyOf } from './hot-cache.ts'
import type { HotCache } from './hot-cache.ts'
import { inTime } from './in-time.ts'
import { isIndex } from './index/take-index.ts'
import type { IndexAnswers } from './index/take-index.ts'
import { ownPage, ownPaths } from './own-pages.ts'
import type { Site } from './own-pages.ts'
import { pageReply } from './page-reply.ts'
import { parseQuestion } from './parse-request.ts'
import { failureReply, release, textReply } from './reply.ts'
import type { Reply } from './reply.ts'
import { isSums } from './sums/take-sums.ts'
import type { SumsAnswers } from './sums/take-sums.ts'
import { answerSumdb } from './sumdb/answer-sumdb.ts'
import type { ChecksumLogs } from './sumdb/answer-sumdb.ts'
import { send, sendHot } from './send.ts'
import { waitForTurn } from './waiting.ts'

/** What answering takes. */
export interface Parts {
  readonly mirror: Mirror
  readonly cache: HotCache
  readonly site: Site
  readonly hooks: Hooks
  /** Absent: there is no such page. */
  readonly checks?: Checks
  /** Absent: there is no such page. */
  readonly index?: IndexAnswers
  /** Absent: there is no such page. */
  readonly sums?: SumsAnswers
  /** Absent: there are none. */
  readonly logs?: ChecksumLogs
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told of every error that is no Failure: a bug, or a broken disk. */
  readonly onError: (error: unknown) => void
  /** Told of every Failure that a question about modules, or a page, is answered with. */
  readonly onFailure?: (failure: Failure) => void
}

/**
 * Answers every request. A plain GET of something in the cache is answered before this returns; all else
 * goes on by itself and never throws.
 */
export function createHandler(parts: Parts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (parts.site.isStopping) response.shouldKeepAlive = false
    if (isPlainGet(request)) {
      const hot = parts.cache.get(request.url ?? '')
      if (hot !== undefined) {
        sendHot(response, hot)
        return
      }
    }
    void handleSlowly(parts, request, response)
  }
}

/** Nothing in the request can change what a GET of its target answers. */
function isPlainGet({ method, rawHeaders }: IncomingMessage): boolean {
  if (method !== 'GET') return false
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (matters(rawHeaders[i] ?? '')) return false
  }
  return true
}

/** Compares lengths before names: this runs for each header of each request. */
function matters(name: string): boolean {
  switch (name.length) {
    case 'range'.length:
      return name.toLowerCase() === 'range'
    case 'if-match'.length:
      return name.toLowerCase() === 'if-match'
    case 'if-none-match'.length:
      return name.toLowerCase() === 'if-none-match'
    case 'disable-module-fetch'.length:
      return name.toLowerCase() === 'disable-module-fetch'
    default:
      return false
  }
}

async function handleSlowly(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!(await waitForTurn(response))) return
    const own = answererAt(parts, request.url ?? '')
    const reply = own ? await own.answer(request, response) : await replyTo(parts, request)
    if (reply === undefined) return
    try {
      if (isPartlyRead(request, reply)) response.shouldKeepAlive = false
      const wanted = meetConditions(reply, request.headers, request.method === 'GET')
      await send(response, wanted, request.method === 'HEAD')
    } finally {
      await release(reply)
    }
  } catch (error) {
    const isFailure = Failure.is(error)
    if (isFailure && response.headersSent) return
    if (isFailure) {
      await send(response, failureReply(error), request.method === 'HEAD')
      return
    }
    parts.onError(error)
    if (!response.headersSent) {
      await send(response, textReply(500, 'internal error\n'), request.method === 'HEAD')
    }
  }
}

/** Who answers by a line at a time, and by itself. */
function answererAt(
  { checks, index, sums }: Parts,
  target: string,
): Checks | IndexAnswers | SumsAnswers | undefined {
  if (checks && isCheck(target)) return checks
  if (sums && isSums(target)) return sums
  return index && isIndex(target) ? index : undefined
}

/** What is left of a body would be read as the next request. Nobody reads those of other requests than POST. */
function isPartlyRead({ method, complete }: IncomingMessage, { status }: Reply): boolean {
  return status === 405 || (method === 'POST' && !complete)
}

async function replyTo(parts: Parts, request: IncomingMessage): Promise<Reply> {
  const { method, url = '', headers } = request
  const hook = hookNamed(url)
  if (hook !== undefined) return parts.hooks.reply(request, hook)
  if (method !== 'GET' && method !== 'HEAD') {
    return textReply(405, 'There is only GET and HEAD here\n', { Allow: 'GET, HEAD' })
  }
  try {
    const path = decodeTarget(url)
    const asked = headers['disable-module-fetch']
    const door = String(asked).toLowerCase() === 'true' ? 'cached-only' : 'default'
    return await replyAt(parts, url, path, door, headers.accept ?? '')
  } catch (error) {
    if (!Failure.is(error)) throw error
    parts.onFailure?.(error)
    return failureReply(error)
  }
}

async function replyAt(
  parts: Parts,
  url: string,
  path: string,
  door: Door,
  accept: string,
): Promise<Reply> {
  const { mirror, cache, site, now } = parts
  if (path.startsWith('/-/')) {
    const { pages } = site
    const isOwn = pages === undefined || ownPaths.has(path)
    return isOwn ? ownPage(path, site) : pageReply(pages, url, accept)
  }
  const key = cacheKey(url, path, door)
  const ofLog = parts.logs && (await answerSumdb(path, parts.logs, door, now))
  if (ofLog !== undefined) {
    cache.keep(key, ofLog)
    return ofLog
  }
  const question = parseQuestion(path, door)
  if (question === undefined) return ownPage(path, site)
  const hot = cache.get(key)
  if (hot !== undefined) return replyOf(hot)
  const reply = await inTime(answer(mirror, question, now))
  cache.keep(key, reply)
  return reply
}

/**
 * The target itself if it is spelled as the go command does, which escapes `!` only, so that the next one
 * finds it at once; else the path, so that odd spellings do not fill the cache. A path that would be another
 * one if it were sent as a target is marked with a space, which no target has.
 */
function cacheKey(url: string, path: string, door: Door): string {
  const before = door === 'cached-only' && !path.startsWith('/cached-only/') ? '/cached-only' : ''
  if (before === '' && url.startsWith('/') && url.replaceAll('%21', '!') === path) return url
  const isTarget = /^[!-~]*$/.test(path) && !/[%?#]/.test(path)
  return isTarget ? before + path : `path ${before}${path}`
}
