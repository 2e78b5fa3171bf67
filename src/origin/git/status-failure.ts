import { Failure } from '../../failure.ts'
import { discard, readBeginning } from '../../outbound/read-answer.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { retryAfterSeconds } from '../../outbound/retry-after.ts'
import { serverWords } from './server-words.ts'

/** Bytes of an answer in which a server's own words are looked for. */
const mostBytes = 1024

/**
 * What an HTTP status other than 200 means for "is this repository there?", with the first line of a plain text that came
 * along. Reads the rest of the answer.
 */
export async function statusFailure(answer: Answer, url: string): Promise<Failure> {
  const { status } = answer
  const words = await wordsOf(answer)
  const retryAfter = retryAfterSeconds(answer.headers)
  const asksToWait = answer.headers['retry-after'] !== undefined
  const limited = asksToWait || answer.headers['x-ratelimit-remaining'] === '0'
  const details = {
    url,
    status,
    at: 'repository' as const,
    ...(words !== undefined && { words }),
    ...(retryAfter !== undefined && { retryAfter }),
  }
  if (status === 429 || (status === 403 && limited) || (status === 503 && asksToWait)) {
    return new Failure(
      'throttled',
      `Cannot ask ${url} now: the server answered ${status} and wants fewer requests`,
      details,
    )
  }
  if (status === 401 || status === 403) {
    return new Failure(
      'auth-required',
      `Cannot read ${url}: the server answered ${status} and wants credentials, or hides that it is not there`,
      details,
    )
  }
  if (status === 404 || status === 410) {
    return new Failure(
      'not-found',
      `No repository at ${url}: the server answered ${status}`,
      details,
    )
  }
  return new Failure('unreachable', `Cannot ask ${url}: the server answered ${status}`, details)
}

/** Words that say no more than the status does. Source: RFC 9110 §15 */
const isPhrase =
  /^(?:\d{3} )?(?:unauthorized|forbidden|not found|gone|too many requests|internal server error|bad gateway|service unavailable)\.?$/i

/** A page for a browser says nothing in one line. */
async function wordsOf(answer: Answer): Promise<string | undefined> {
  if (!/^text\/plain\b/i.test(answer.headers['content-type'] ?? '')) {
    await discard(answer)
    return undefined
  }
  const begun = await readBeginning(answer, mostBytes)
  const text = begun.subarray(0, mostBytes).toString('utf8')
  const [line = ''] = text.trim().split('\n')
  return line === '' || isPhrase.test(line) ? undefined : serverWords(line)
}
