import { Failure } from '../../failure.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { readBeginning } from '../../outbound/read-answer.ts'
import { retryAfterSeconds } from '../../outbound/retry-after.ts'

/** Bytes of an answer in which the proxy's first line is looked for; a page of errors may be endless. */
const mostBytes = 4096

/**
 * What a module proxy's refusal means: 404 and 410 are "not there", 403 is its policy, everything else is "could not
 * ask". The proxy's own first line is passed on; what is behind it is left.
 */
export async function proxyFailure(answer: Answer, url: string): Promise<Failure> {
  const { status } = answer
  const said = firstLine((await readBeginning(answer, mostBytes)).toString())
  const text = `the proxy answered ${status}${said === '' ? '' : ` (${said})`}`
  const seconds = retryAfterSeconds(answer.headers)
  const details = {
    url,
    status,
    at: 'proxy' as const,
    ...(seconds !== undefined && { retryAfter: seconds }),
  }
  if (status === 404 || status === 410)
    return new Failure('not-found', `Not at ${url}: ${text}`, details)
  if (status === 403) {
    const hint = 'The operator of that proxy can change its rules'
    return new Failure('refused', `Not given by ${url}: ${text}`, { ...details, hint })
  }
  if (status === 401) return new Failure('auth-required', `Not given by ${url}: ${text}`, details)
  if (status === 429 || (status === 503 && answer.headers['retry-after'] !== undefined)) {
    return new Failure('throttled', `Cannot ask ${url} now: ${text}`, details)
  }
  return new Failure('unreachable', `Cannot ask ${url}: ${text}`, details)
}

function firstLine(body: string): string {
  const line = body.split('\n')[0] ?? ''
  return line
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ')
    .trim()
    .slice(0, 200)
}
