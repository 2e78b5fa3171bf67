import { Failure } from '../../failure.ts'
import { readAll, type Answer } from '../../outbound/gate.ts'

/**
 * What a module proxy's refusal means: 404 and 410 are "not there", 403 is its policy, everything else is "could not
 * ask". The proxy's own first line is passed on. Reads the rest of the answer.
 */
export async function proxyFailure(answer: Answer, url: string): Promise<Failure> {
  const { status } = answer
  const said = firstLine((await readAll(answer).catch(() => Buffer.alloc(0))).toString())
  const text = `the proxy answered ${status}${said === '' ? '' : ` (${said})`}`
  const seconds = /^\d{1,9}$/.exec(answer.headers['retry-after'] ?? '')?.[0]
  const details = {
    url,
    status,
    at: 'proxy' as const,
    ...(seconds !== undefined && { retryAfter: Number(seconds) }),
  }
  if (status === 404 || status === 410)
    return new Failure('not-found', `Not at ${url}: ${text}`, details)
  if (status === 403) return new Failure('refused', `Not given by ${url}: ${text}`, details)
  if (status === 401) return new Failure('auth-required', `Not given by ${url}: ${text}`, details)
  if (status === 429 || (status === 503 && seconds !== undefined)) {
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
