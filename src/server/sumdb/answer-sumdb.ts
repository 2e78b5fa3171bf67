import { hash } from 'node:crypto'
import { Failure } from '../../failure.ts'
import type { Door } from '../../mirror/mirror.ts'
import { notHeldOf, type ChecksumLog, type HeldLog } from '../../sumdb/checksum-log.ts'
import { errorText } from '../error-text.ts'
import { inTime } from '../in-time.ts'
import { forEver, textReply, type Reply } from '../reply.ts'
import { retrySeconds, tellings } from '../status.ts'
import { parseLogQuestion } from './parse-log-path.ts'
import { parseSumdbQuestion, sumdbPath, type SumdbQuestion } from './parse-sumdb-path.ts'

/** Checksum databases by name. */
export type ChecksumLogs = ReadonlyMap<string, ChecksumLog>

/** Milliseconds that a client waits at most. What it asked for goes on, for whoever asks next. */
const patience = 120_000
/** Milliseconds for which our own log gives an answer again with the head that it had: none of it is less true by then. */
const lookupKept = 60_000

const forAnHour = 'public, max-age=3600'
const plain = 'text/plain; charset=UTF-8'
const binary = 'application/octet-stream'

/**
 * The answer to a GET of a path below `/sumdb/`; undefined for any other path. What is not served here is 404, to which
 * the go command asks the next proxy, or the database itself.
 *
 * What our own log answers may be kept: it never changes, but for the head, which grows. What is passed on of another is
 * not, since all of it stops once that contradicts itself.
 *
 * @param path as decodeTarget gives it
 * @param door what the request's headers ask for; that of the path overrules it. Below `cached-only` nobody is asked, and
 *   nothing is logged
 * @param now milliseconds since the epoch
 *
 * Source: https://go.dev/ref/mod#checksum-database, x/mod/sumdb.Server
 */
export async function answerSumdb(
  path: string,
  logs: ChecksumLogs,
  door: Door,
  now: () => number,
): Promise<Reply | undefined> {
  const found = sumdbPath(path, logs.keys())
  if (found === undefined) return undefined
  const log = found.name === undefined ? undefined : logs.get(found.name)
  if (log === undefined) return textReply(404, 'This checksum database is not passed on here\n')
  try {
    const reply = await inTime(
      answerTo(log, found.rest, (found.door ?? door) === 'cached-only'),
      patience,
    )
    return log.readers ? kept(reply, now) : reply
  } catch (error) {
    if (Failure.is(error)) return sumdbFailure(error)
    throw error
  }
}

/** What only readers of logs ask is spelled in other ways. */
async function answerTo(log: ChecksumLog, rest: string, isHeldOnly: boolean): Promise<Reply> {
  const question = log.readers && parseLogQuestion(rest)
  if (!log.readers || !question)
    return answer(isHeldOnly ? log.held : log, parseSumdbQuestion(rest))
  const { readers } = log
  if (question.kind === 'checkpoint') return reply(await readers.checkpoint(), plain, 'no-cache')
  if (question.kind === 'hashes') return reply(await log.tile(question.tile), binary, forEver)
  if (question.kind === 'entries') {
    return reply(await readers.entries(question.tile), binary, forEver)
  }
  const { path, version } = question
  if (isHeldOnly && (await log.kept(path, version)) === undefined) {
    throw notHeldOf(log.name, `the record of ${path}@${version}`)
  }
  // It may get witnesses yet.
  return reply(await readers.proof(path, version), plain, 'public, max-age=60')
}

async function answer(log: HeldLog, question: SumdbQuestion): Promise<Reply> {
  if (question.kind === 'supported') {
    await log.supported?.()
    return reply(Buffer.alloc(0), plain, 'public, max-age=300')
  }
  if (question.kind === 'latest') return reply(await log.latest(), plain, 'no-cache')
  if (question.kind === 'lookup') {
    const { path, version } = question
    return reply(await log.lookup(path, version), plain, forAnHour)
  }
  const { tile } = question
  return reply(await log.tile(tile), tile.level === 'data' ? plain : binary, forEver)
}

function kept(reply: Reply, now: () => number): Reply {
  const cacheControl = reply.headers['Cache-Control']
  if (cacheControl === forEver) return { ...reply, keepUntil: Infinity }
  return cacheControl === forAnHour ? { ...reply, keepUntil: now() + lookupKept } : reply
}

function reply(bytes: Uint8Array, type: string, cacheControl: string): Reply {
  const etag = `"${hash('sha256', bytes)}"`
  return {
    status: 200,
    headers: {
      'Cache-Control': cacheControl,
      'Content-Type': type,
      'X-Content-Type-Options': 'nosniff',
      ETag: etag,
      'Accept-Ranges': 'bytes',
    },
    body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    etag,
  }
}

/**
 * Only what the log itself has just said it does not have is 404, and for a few seconds: it may be logged right after.
 * Nobody but this mirror is to blame for how often it asks, so a client never gets 429. What others do not answer now is
 * 504: to a mirror in front of this one, 503 with Retry-After says to leave all of this server alone, for one dead module.
 */
function sumdbFailure(failure: Failure): Reply {
  const { code, message, details } = failure
  const { status, wayOut } = tellings[code]
  const isOurs = code === 'mismatch' || code === 'not-held'
  const text = errorText(message, details.hint ?? (isOurs ? wayOut : undefined))
  if (code === 'not-found') return textReply(404, text, {}, 'public, max-age=5')
  const seconds = retrySeconds(failure)
  if (seconds === undefined) return textReply(status, text)
  const isOwn = code === 'no-space' || code === 'stopped'
  return textReply(isOwn ? 503 : 504, text, { 'Retry-After': seconds })
}
