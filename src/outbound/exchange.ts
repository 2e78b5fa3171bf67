import type { Dispatcher } from 'undici'
import { Failure } from '../failure.ts'
import { beginAsking, type GateParts } from './asking.ts'
import { boundedBody } from './bounded-body.ts'
import { authorizationFor, type Credentials } from './credentials.ts'
import { dialTarget } from './dial-target.ts'
import { heardAnswer, heardFailure } from './governor/heard.ts'
import { networkFailure, stoppedFailure } from './network-failure.ts'
import { checkFields } from './header-fields.ts'
import type { HttpClient } from './http-client.ts'
import { isAtFileLimit } from '../open-files.ts'
import { withoutCredentials, type Purpose, type Reason } from './request-record.ts'
import type { Rewriter } from './rewrite.ts'
import { bodyWithoutSecrets, fieldsWithoutSecrets, secretsOf } from './secrets.ts'
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
  /** Longest duration of one exchange, from its leave on, milliseconds; no longer than the gate's unless given. */
  readonly patience?: number
  readonly signal?: AbortSignal
  /** Whether its 429 and 503 tell how others are doing whom it asks, and nothing of itself. */
  readonly speaksForOthers?: boolean
}

/** What came back. `body` must be read to its end or {@link discard}ed. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Original URL of the page that answered, after redirects. */
  readonly url: string
  readonly body: AsyncIterable<Uint8Array>
}

/** What all exchanges of a gate share. */
export interface ExchangeParts extends GateParts {
  readonly client: HttpClient
}

/**
 * Asks once, when the governor lets it; `location` is where a redirect leads, as an original URL. One that leads nowhere
 * is an answer like any other.
 *
 * @param ask with a URL in normal form
 * @param own credentials of the URL that was asked first
 * @throws Failure as `Gate.ask` does, but for redirects
 */
export async function askOnce(
  parts: ExchangeParts,
  ask: Ask,
  own: Credentials | undefined,
): Promise<{ answer: Answer; location: string | undefined }> {
  const { client, options } = parts
  const target = dialTarget(ask.url, options)
  const proxy = options.proxyFor?.(target)
  const authorization = authorizationFor(new URL(ask.url), target, own, proxy !== undefined)
  const secrets = secretsOf(authorization, proxy?.authorization)
  const method = ask.method ?? 'GET'
  const shown = withoutCredentials(ask.url)
  checkFields(ask.headers ?? {}, shown)
  const sent = ask.body?.length ?? 0
  const asking = await beginAsking(parts, { ...ask, method, sent })
  const { patience = Infinity } = ask
  const timeout = AbortSignal.timeout(Math.min(patience, options.requestTimeout))
  const signal = ask.signal ? AbortSignal.any([ask.signal, timeout]) : timeout
  const failureOf = (error: unknown): Failure =>
    ask.signal?.aborted && !Failure.is(error)
      ? stoppedFailure(error, shown)
      : networkFailure(error, shown)
  let response: Dispatcher.ResponseData
  try {
    response = await unlessAborted(
      signal,
      client.request(target, {
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
    if (isAtFileLimit(error)) {
      asking.unasked()
      throw error
    }
    const failure = failureOf(error)
    asking.heard(heardFailure(failure))
    asking.over({ status: 0, sent, received: 0, failure: failure.code })
    throw failure
  }
  const status = response.statusCode
  const headers = fieldsWithoutSecrets(flatHeaders(response.headers), secrets)
  const isOfOthers = ask.speaksForOthers === true && (status === 429 || status === 503)
  asking.heard(
    isOfOthers
      ? { kind: 'good', why: String(status) }
      : heardAnswer(status, headers, options.now()),
  )
  const location = redirectOf(status, headers['location'], target.href, options.rewriter)
  const body = await boundedBody(response.body, {
    encoding: headers['content-encoding'],
    url: shown,
    purpose: ask.purpose,
    maxBytes: asking.bytes,
    failureOf,
    done(received, failure) {
      if (failure === 'unreachable') asking.heard({ kind: 'trouble', why: failure })
      asking.over({ status, sent, received, failure })
    },
  })
  const shownBody = status < 400 ? body : await bodyWithoutSecrets(body, secrets)
  return { answer: { status, headers, url: ask.url, body: shownBody }, location }
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
