import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import { Agent, request as dial, type Dispatcher } from 'undici'
import { Failure } from '../failure.ts'
import type { AllowList } from './address.ts'
import { guardedLookup, isRefusedLiteral } from './dial.ts'
import { ALLOW_HINT, networkFailure } from './network-failure.ts'
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

/** The one way out: every HTTP request of the program passes here. */
export interface Gate {
  /**
   * Asks, following at most 10 redirects (never from https to http).
   *
   * @throws Failure `unreachable`, `tls-invalid`, `refused` or `stopped`; an HTTP status is never thrown
   */
  ask(ask: Ask): Promise<Answer>
  close(): Promise<void>
}

const maxRedirects = 10

/** Opens the gate. */
export function openGate(options: GateOptions): Gate {
  const agent = new Agent({
    connect: { timeout: options.connectTimeout, lookup: guardedLookup(options.allow) },
    connections: options.connectionsPerHost,
    headersTimeout: options.idleTimeout,
    bodyTimeout: options.idleTimeout,
    keepAliveTimeout: 30_000,
  })
  return {
    async ask(ask) {
      let url = ask.url
      for (let hop = 0; hop <= maxRedirects; hop++) {
        const exchange = await askOnce(agent, options, { ...ask, url })
        if (exchange.location === undefined) return exchange.answer
        await discard(exchange.answer)
        if (url.startsWith('https:') && !exchange.location.startsWith('https:')) {
          throw new Failure(
            'refused',
            `Cannot follow ${url} to ${exchange.location}: a secure address leads to an insecure one`,
            { url },
          )
        }
        url = exchange.location
      }
      throw new Failure(
        'unreachable',
        `Cannot ask ${ask.url}: more than ${maxRedirects} redirects`,
        { url: ask.url },
      )
    },
    close: () => agent.destroy(),
  }
}

/** Reads an answer's body to its end and drops it, so that its connection can be used again. */
export async function discard(answer: Answer): Promise<void> {
  try {
    for await (const _ of answer.body);
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
): Promise<{ answer: Answer; location: string | undefined }> {
  const target = dialTarget(ask.url, options)
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
  let response: Dispatcher.ResponseData
  try {
    response = await dial(target, {
      dispatcher: agent,
      method,
      body: ask.body ?? null,
      signal,
      headers: { 'user-agent': options.userAgent, 'accept-encoding': 'gzip', ...ask.headers },
    })
  } catch (error) {
    const failure = networkFailure(error, shown)
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
  const body = boundedBody(response, headers, shown, ask.maxBytes, (received, failure) =>
    note(response.statusCode, received, failure),
  )
  return { answer: { status: response.statusCode, headers, url: ask.url, body }, location }
}

function dialTarget(url: string, options: GateOptions): URL {
  const target = URL.parse(options.rewriter.apply(url))
  if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:')) {
    throw new Failure(
      'refused',
      `Cannot ask ${withoutCredentials(url)}: only http and https are spoken here`,
      { url },
    )
  }
  if (isRefusedLiteral(target.hostname, options.allow)) {
    throw new Failure(
      'refused',
      `Cannot ask ${withoutCredentials(url)}: ${target.hostname} is not a public address`,
      {
        url,
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

async function* boundedBody(
  response: Dispatcher.ResponseData,
  headers: Record<string, string>,
  url: string,
  maxBytes: number,
  done: (received: number, failure: string) => void,
): AsyncGenerator<Uint8Array> {
  let received = 0
  let passed = 0
  let failure = 'stopped'
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      received += chunk.length
      yield chunk
    }
  }
  try {
    for await (const chunk of headers['content-encoding'] === 'gzip'
      ? gunzip(counted())
      : counted()) {
      passed += chunk.length
      if (passed > maxBytes) {
        throw new Failure(
          'refused',
          `Cannot take the answer of ${url}: it has more than ${maxBytes} bytes`,
          { url },
        )
      }
      yield chunk
    }
    failure = ''
  } catch (error) {
    const known = networkFailure(error, url)
    failure = known.code
    throw known
  } finally {
    response.body.destroy()
    done(received, failure)
  }
}

function gunzip(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return pipeline(source, createGunzip(), () => {})
}
