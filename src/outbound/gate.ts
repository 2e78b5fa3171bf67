import { Agent, request as dial, type Dispatcher } from 'undici'
import { Failure } from '../failure.ts'
import type { AllowList } from './address.ts'
import { boundedBody } from './bounded-body.ts'
import { basicAuthorization } from './basic-auth.ts'
import { guardedLookup, isRefusedLiteral } from './dial.ts'
import { letProgramOut } from './let-program-out.ts'
import { ALLOW_HINT, networkFailure, stoppedFailure } from './network-failure.ts'
import type { Errand, ProgramWay } from './program-way.ts'
import { withoutCredentials, type Purpose, type RequestRecord } from './request-record.ts'
import type { Rewriter } from './rewrite.ts'

/** How the gate behaves; times in milliseconds. */
export interface GateOptions {
  readonly allow: AllowList
  readonly rewriter: Rewriter
  readonly userAgent: string
  readonly connectTimeout: number
  /** Longest silence of a server, before its first byte or between two. */
  readonly idleTimeout: number
  /** Longest duration of one exchange. */
  readonly requestTimeout: number
  /** Connections to one host at a time. */
  readonly connectionsPerHost: number
  readonly now: () => number
  /** Told of every request, once it is over. */
  readonly onRequest: (record: RequestRecord) => void
}

/** One question to the outside. */
export interface Ask {
  /** Original URL: rules of `[[rewrite]]` are applied by the gate. */
  readonly url: string
  readonly purpose: Purpose
  readonly method?: 'GET' | 'POST'
  readonly headers?: Record<string, string>
  readonly body?: Uint8Array
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

/** The one way out: every HTTP request of Headwater, and of the programs that it starts, passes here. */
export interface Gate {
  /**
   * Asks, following at most 10 redirects (never from https to http).
   *
   * @throws Failure `unreachable`, `tls-invalid`, `refused` or `stopped`; an HTTP status is never thrown
   */
  ask(ask: Ask): Promise<Answer>
  /**
   * Lets a program out that speaks HTTP by itself.
   *
   * @throws Failure `refused` for a scheme or an address that may not be asked
   */
  permitProgram(errand: Errand): Promise<ProgramWay>
  close(): Promise<void>
}

const maxRedirects = 10
/** Bytes read of a body that nobody wants, so that its connection can be used again; beyond that a new one is cheaper. */
const maxUnwanted = 256 * 1024

/** Opens the gate. */
export function openGate(options: GateOptions): Gate {
  const agent = new Agent({
    connect: { timeout: options.connectTimeout, lookup: guardedLookup(options.allow) },
    connections: options.connectionsPerHost,
    headersTimeout: options.idleTimeout,
    bodyTimeout: options.idleTimeout,
    keepAliveTimeout: 30_000,
  })
  const gate: Gate = {
    async ask(ask) {
      let url = plainUrl(ask.url)
      const own = credentialsOf(ask.url)
      for (let hop = 0; hop <= maxRedirects; hop++) {
        const exchange = await askOnce(agent, options, { ...ask, url }, own)
        if (exchange.location === undefined) return exchange.answer
        await discard(exchange.answer)
        if (url.startsWith('https:') && !exchange.location.startsWith('https:')) {
          throw new Failure(
            'refused',
            `Cannot follow ${url} to ${withoutCredentials(exchange.location)}: a secure address leads to an insecure one`,
            { url },
          )
        }
        url = plainUrl(exchange.location)
      }
      const shown = withoutCredentials(ask.url)
      throw new Failure('unreachable', `Cannot ask ${shown}: more than ${maxRedirects} redirects`, {
        url: shown,
      })
    },
    async permitProgram(errand) {
      const url = plainUrl(errand.url)
      return letProgramOut({ ...errand, url }, dialTarget(url, options), { gate, options })
    },
    close: () => agent.destroy(),
  }
  return gate
}

/**
 * Drops an answer's body. A short one is read to its end, so that its connection can be used again; a long one is left,
 * and its connection closed.
 */
export async function discard(answer: Answer): Promise<void> {
  let dropped = 0
  try {
    for await (const chunk of answer.body) {
      dropped += chunk.length
      if (dropped > maxUnwanted) return
    }
  } catch {
    // Nobody wants these bytes; the ledger has noted the failure.
  }
}

/** Reads an answer's whole body. */
export async function readAll(answer: Answer): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of answer.body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function askOnce(
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

/** User information of a configured URL: sent to that origin only, never along a redirect to another. */
interface Credentials {
  readonly origin: string
  readonly authorization: string
}

function credentialsOf(url: string): Credentials | undefined {
  const parsed = URL.parse(url)
  const authorization = parsed ? basicAuthorization(parsed) : undefined
  return parsed && authorization !== undefined
    ? { origin: parsed.origin, authorization }
    : undefined
}

/**
 * A URL in its normal form, so that rules see what is really asked (no `..`, no capitals in scheme and host), and
 * without user information, which goes into a header.
 */
function plainUrl(url: string): string {
  return withoutCredentials(URL.parse(url)?.href ?? url)
}

function dialTarget(url: string, options: GateOptions): URL {
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
