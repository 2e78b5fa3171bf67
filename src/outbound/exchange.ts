import { request as dial, type Agent, type Dispatcher } from 'undici'
import { Failure } from '../failure.ts'
import { basicAuthorization } from './basic-auth.ts'
import { boundedBody } from './bounded-body.ts'
import { isRefusedLiteral } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { ALLOW_HINT, networkFailure, stoppedFailure } from './network-failure.ts'
import { withoutCredentials, type Purpose, type Reason } from './request-record.ts'
import type { Rewriter } from './rewrite.ts'
import { conditionsFor, type Validators } from './validators.ts'

/** The last three are those of Subversion: RFC 4918, RFC 3253 §3.6. */
export type Method = 'GET' | 'POST' | 'OPTIONS' | 'PROPFIND' | 'REPORT'

/** One question to the outside. */
export interface Ask {
  /** Original URL: rules of `[[rewrite]]` are applied by the gate. */
  readonly url: string
  readonly purpose: Purpose
  /** `foreground` unless given. */
  readonly reason?: Reason
  readonly method?: Method
  readonly headers?: Record<string, string>
  readonly body?: Uint8Array
  /** What is held already: the answer is 304 where that is still what there is. Told to the URL it is from only. */
  readonly known?: Validators
  /** Most bytes the (decoded) body of the answer may have; more is a Failure `refused`. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/** What came back. `body` must be read to its end or {@link discard}ed. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Original URL of the page that answered, after redirects. */
  readonly url: string
  readonly body: AsyncIterable<Uint8Array>
}

/** User information of a configured URL: sent to that origin only, never along a redirect to another. */
export interface Credentials {
  readonly origin: string
  readonly authorization: string
}

/** The credentials of a URL, if it has any. A user for the secure shell is none. */
export function credentialsOf(url: string): Credentials | undefined {
  const parsed = URL.parse(url)
  const isHttp = parsed?.protocol === 'https:' || parsed?.protocol === 'http:'
  const authorization = isHttp ? basicAuthorization(parsed) : undefined
  return parsed && authorization !== undefined
    ? { origin: parsed.origin, authorization }
    : undefined
}

/**
 * Asks once; `location` is where a redirect leads, as an original URL. One that leads nowhere is an answer like any
 * other.
 *
 * @param ask with a URL in normal form
 * @param own credentials of the URL that was asked first
 * @throws Failure as `Gate.ask` does, but for redirects
 */
export async function askOnce(
  agent: Agent,
  options: GateOptions,
  ask: Ask,
  own: Credentials | undefined,
): Promise<{ answer: Answer; location: string | undefined }> {
  const target = dialTarget(ask.url, options)
  const authorization =
    basicAuthorization(target) ??
    (own?.origin === new URL(ask.url).origin ? own.authorization : undefined)
  const started = options.now()
  const method = ask.method ?? 'GET'
  const shown = withoutCredentials(ask.url)
  const note = (status: number, received: number, failure: string) =>
    options.onRequest({
      at: started,
      host: new URL(ask.url).host,
      method,
      url: shown,
      purpose: ask.purpose,
      reason: ask.reason ?? 'foreground',
      status,
      sent: ask.body?.length ?? 0,
      received,
      millis: options.now() - started,
      failure,
    })
  const timeout = AbortSignal.timeout(options.requestTimeout)
  const signal = ask.signal ? AbortSignal.any([ask.signal, timeout]) : timeout
  const failureOf = (error: unknown): Failure =>
    ask.signal?.aborted && !Failure.is(error)
      ? stoppedFailure(error, shown)
      : networkFailure(error, shown)
  let response: Dispatcher.ResponseData
  try {
    response = await unlessAborted(
      signal,
      dial(target, {
        dispatcher: agent,
        method,
        body: ask.body ?? null,
        signal,
        headers: {
          'user-agent': options.userAgent,
          'accept-encoding': 'gzip',
          ...(authorization !== undefined && { authorization }),
          ...ask.headers,
          ...conditionsFor(ask.url, ask.known),
        },
      }),
    )
  } catch (error) {
    const failure = failureOf(error)
    note(0, 0, failure.code)
    throw failure
  }
  const headers = flatHeaders(response.headers)
  const location = redirectOf(
    response.statusCode,
    headers['location'],
    target.href,
    options.rewriter,
  )
  const body = await boundedBody(response.body, {
    encoding: headers['content-encoding'],
    url: shown,
    purpose: ask.purpose,
    maxBytes: ask.maxBytes,
    failureOf,
    done: (received, failure) => note(response.statusCode, received, failure),
  })
  return { answer: { status: response.statusCode, headers, url: ask.url, body }, location }
}

/**
 * Waits for a response, but no longer than the signal allows: the client heeds it only once a connection is free.
 */
async function unlessAborted(
  signal: AbortSignal,
  response: Promise<Dispatcher.ResponseData>,
): Promise<Dispatcher.ResponseData> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([response, aborted])
  } catch (error) {
    response.then(
      ({ body }) => body.destroy(),
      () => {},
    )
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/**
 * Where to dial for an original URL.
 *
 * @throws Failure `refused` for a scheme that is not spoken and an address that may not be asked
 */
export function dialTarget(url: string, options: GateOptions): URL {
  const target = URL.parse(options.rewriter.apply(url))
  const shown = withoutCredentials(url)
  if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:')) {
    throw new Failure('refused', `Cannot ask ${shown}: only http and https are spoken here`, {
      url: shown,
    })
  }
  if (isRefusedLiteral(target.hostname, options.allow)) {
    throw new Failure(
      'refused',
      `Cannot ask ${shown}: ${target.hostname} is not a public address`,
      {
        url: shown,
        hint: ALLOW_HINT,
      },
    )
  }
  return target
}

function flatHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** A redirect is resolved where the server stands, and then told in original terms. */
function redirectOf(
  status: number,
  location: string | undefined,
  base: string,
  rewriter: Rewriter,
): string | undefined {
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined
  const target = URL.parse(location, base)
  return target ? rewriter.restore(target.href) : undefined
}
