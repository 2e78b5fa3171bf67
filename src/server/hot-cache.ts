import { LRUCache } from 'lru-cache'
import type { Reply } from './reply.ts'

/** A reply of status 200 made ready to be written by one call. */
export interface HotReply {
  /** All headers; Cache-Control comes first and Content-Length last. */
  readonly headers: string[]
  /** The body. A string stands for the bytes of its Latin-1 encoding, whatever the text is in. */
  readonly body: string | Buffer
  /** The reply, whose body is {@link HotReply.body}. */
  readonly kept: Omit<Reply, 'body'>
  /** When it was kept. */
  readonly since: number
  readonly until: number
  /** Seconds that Cache-Control now names, for replies that change. */
  seconds: number
  /** How often it was given since that was last told. */
  served: number
}

/** A reply that was given from memory. */
export interface ServedReply {
  readonly target: string
  readonly times: number
  /** Of the body. */
  readonly bytes: number
}

/** Finished replies by request target, the least recently used forgotten first. */
export interface HotCache {
  /** The reply, as long as it may be given; its Cache-Control tells the time left where it should. */
  get(target: string): HotReply | undefined
  /** Keeps a reply whose `keepUntil` lies ahead and whose body is in memory; does nothing with others. */
  keep(target: string, reply: Reply): void
  /** What was given since this was last called. */
  served(): readonly ServedReply[]
  /** Drops every reply that may change, whatever time it has left. */
  dropChanging(): void
  /** Bytes reckoned as taken up: bodies, headers and targets. Never more than the bound. */
  readonly bytes: number
}

/** Bodies up to this size are kept as strings: header and body then leave in a single write. */
const longestString = 16 * 1024

/** What an entry takes beside body and target: headers, objects, its place in the map. */
const overhead = 1024

/**
 * @param maxBytes bound of {@link HotCache.bytes}; 0 keeps nothing
 * @param now milliseconds since the epoch
 */
export function createHotCache(maxBytes: number, now: () => number): HotCache {
  const entries = new LRUCache<string, HotReply>({
    maxSize: Math.max(maxBytes, 1),
    sizeCalculation: ({ body }, target) => body.length + target.length + overhead,
  })
  let given: { readonly target: string; readonly hot: HotReply }[] = []

  function note(target: string, hot: HotReply): HotReply {
    if (hot.served++ === 0) given.push({ target, hot })
    return hot
  }

  return {
    get(target) {
      const hot = entries.get(target)
      if (hot === undefined) return undefined
      if (hot.until === Infinity) return note(target, hot)
      const time = now()
      // One from the future was kept before the clock was set back: nobody knows how old it is.
      if (time >= hot.since && time < hot.until) {
        if (hot.kept.tellsTimeLeft) tellTimeLeft(hot, Math.floor((hot.until - time) / 1000))
        return note(target, hot)
      }
      entries.delete(target)
      return undefined
    },
    keep(target, reply) {
      const hot = makeHot(reply, now())
      if (hot !== undefined && hot.until > hot.since) entries.set(target, hot)
    },
    served() {
      const told = given.map(({ target, hot }) => {
        const { served: times, body } = hot
        hot.served = 0
        return { target, times, bytes: body.length }
      })
      given = []
      return told
    },
    dropChanging() {
      for (const [target, { until }] of entries) {
        if (until !== Infinity) entries.delete(target)
      }
    },
    get bytes() {
      return entries.calculatedSize
    },
  }
}

/** The reply that was kept, with the time left as of the last `get`. */
export function replyOf({ headers, body, kept }: HotReply): Reply {
  return {
    ...kept,
    headers: { ...kept.headers, 'Cache-Control': headers[1] ?? '' },
    body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
  }
}

function makeHot({ body, ...kept }: Reply, since: number): HotReply | undefined {
  const { status, headers, keepUntil: until } = kept
  if (status !== 200 || until === undefined || !Buffer.isBuffer(body)) return undefined
  return {
    headers: [...Object.entries(headers).flat(), 'Content-Length', String(body.length)],
    body: body.length <= longestString ? body.toString('latin1') : alone(body),
    kept,
    since,
    until,
    seconds: -1,
    served: 0,
  }
}

/** A copy if the buffer is part of a larger one, which it would keep alive. */
function alone(body: Buffer): Buffer {
  return body.buffer.byteLength === body.length ? body : Buffer.from(body)
}

/** Only changing replies come here. */
function tellTimeLeft(hot: HotReply, seconds: number): void {
  if (hot.seconds === seconds) return
  hot.seconds = seconds
  hot.headers[1] = `public, max-age=${seconds}`
}
