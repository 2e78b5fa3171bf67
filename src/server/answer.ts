import { hash } from 'node:crypto'
import { Failure } from '../failure.ts'
import type { Changing, HeldFile, HeldZip, Mirror } from '../mirror/mirror.ts'
import { goTime } from '../origin/version-info.ts'
import type { Question } from './parse-request.ts'
import { failureReply, forEver } from './reply.ts'
import type { Reply } from './reply.ts'

/** Bytes up to which a zip is read at once, and may stay in memory, instead of being streamed. */
const smallZip = 256 * 1024

const json = 'application/json'
const text = 'text/plain; charset=utf-8'

/**
 * Puts a question to the mirror. The caller releases the reply.
 *
 * @param now milliseconds since the epoch
 * @throws Failure whatever the mirror throws, but for the strict door; Error when a zip that is held cannot be read
 */
export async function answer(
  mirror: Mirror,
  question: Question,
  now: () => number,
): Promise<Reply> {
  if (question.door !== 'strict') return anyAnswer(mirror, question, now)
  try {
    return onlyNow(await anyAnswer(mirror, question, now))
  } catch (error) {
    if (!Failure.is(error)) throw error
    return onlyNow(failureReply(error))
  }
}

/** What holds now need not hold when it is repeated, even if its bytes never change. */
function onlyNow({ status, headers, body, etag }: Reply): Reply {
  return {
    status,
    headers: { ...headers, 'Cache-Control': 'no-cache' },
    body,
    ...(etag !== undefined && { etag }),
  }
}

async function anyAnswer(mirror: Mirror, question: Question, now: () => number): Promise<Reply> {
  const { path, door } = question
  if (question.kind === 'list') return changing(await mirror.list(path, door), text, now)
  if (question.kind === 'latest') return changing(await mirror.latest(path, door), json, now)
  if (question.kind === 'query') {
    return changing(await mirror.query(path, question.revision, door), json, now)
  }
  const { version } = question
  if (question.kind === 'info') return held(await mirror.info(path, version, door), json)
  if (question.kind === 'mod') return held(await mirror.mod(path, version, door), text)
  return zip(await mirror.zip(path, version, door))
}

function changing(answer: Changing, type: string, now: () => number): Reply {
  const body = Buffer.from(answer.body)
  const seconds = Math.floor(answer.freshFor / 1000)
  const fresh = answer.freshFor > 0
  const etag = `"${hash('sha256', body)}"`
  const headers = {
    ...replyHeaders(fresh ? `public, max-age=${seconds}` : 'no-cache', type, etag),
    Vary: 'Disable-Module-Fetch',
    ...(!fresh &&
      answer.askedAt !== undefined && { 'Headwater-Asked': goTime(new Date(answer.askedAt)) }),
  }
  const reply: Reply = { status: 200, headers, body, etag }
  return fresh ? { ...reply, keepUntil: now() + answer.freshFor, tellsTimeLeft: true } : reply
}

function held({ bytes, sha256 }: HeldFile, type: string): Reply {
  return lasting(bytes, type, sha256)
}

async function zip({ file, size, sha256, arrived }: HeldZip): Promise<Reply> {
  if (arrived !== undefined || sha256 === undefined) {
    const body = { file, start: 0, size, ...(arrived && { arrived }) }
    return { status: 200, headers: replyHeaders(forEver, 'application/zip'), body }
  }
  if (size > smallZip) return lasting({ file, start: 0, size }, 'application/zip', sha256)
  try {
    const bytes = Buffer.allocUnsafeSlow(size)
    const { bytesRead } = await file.read(bytes, 0, size, 0)
    if (bytesRead !== size)
      throw new Error(`Zip ${sha256} has lost its end: ${bytesRead} of ${size}`)
    return lasting(bytes, 'application/zip', sha256)
  } finally {
    await file.close()
  }
}

function lasting(body: Reply['body'], type: string, sha256: string): Reply {
  const etag = `"${sha256}"`
  return {
    status: 200,
    headers: replyHeaders(forEver, type, etag),
    body,
    etag,
    keepUntil: Infinity,
  }
}

function replyHeaders(cacheControl: string, type: string, etag?: string): Reply['headers'] {
  return {
    'Cache-Control': cacheControl,
    'Content-Type': type,
    'X-Content-Type-Options': 'nosniff',
    ...(etag !== undefined && { ETag: etag, 'Accept-Ranges': 'bytes' }),
  }
}
