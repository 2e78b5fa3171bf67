import { Failure } from '../../failure.ts'
import { discard } from '../../outbound/read-answer.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { retryAfterSeconds } from '../../outbound/retry-after.ts'

/** What an HTTP status other than 200 means for "is this repository there?". Reads the rest of the answer. */
export async function statusFailure(answer: Answer, url: string): Promise<Failure> {
  await discard(answer)
  const { status } = answer
  const retryAfter = retryAfterSeconds(answer.headers)
  const asksToWait = answer.headers['retry-after'] !== undefined
  const limited = asksToWait || answer.headers['x-ratelimit-remaining'] === '0'
  const details = {
    url,
    status,
    at: 'repository' as const,
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
