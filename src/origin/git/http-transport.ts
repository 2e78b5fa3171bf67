import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { discard } from '../../outbound/read-answer.ts'
import type { Answer, Ask } from '../../outbound/exchange.ts'
import type { Purpose, Reason } from '../../outbound/request-record.ts'
import type { Capabilities } from './advertisement.ts'
import { discover } from './discover.ts'
import { decodePackets } from './pkt-line.ts'
import { plainFiles } from './plain-files.ts'
import { newestProtocol } from './protocol-v2.ts'
import { maxRefBytes } from './refs.ts'
import { serviceTail } from './service-url.ts'
import { statusFailure } from './status-failure.ts'
import type { PlainRepository, Question, Transport, TransportOptions } from './transport.ts'

const v2Headers = { 'git-protocol': newestProtocol }

type Asks = Pick<Gate, 'ask'>

/** What a server is taken to be that nobody asked yet. */
const assumed: Capabilities = {
  version: 2,
  objectFormat: 'sha1',
  filter: true,
  shallow: true,
  advertised: [],
  words: new Set(),
}

/**
 * Git over http(s).
 *
 * A smart http server is stateless, so the first request is already the question itself, in protocol v2. A server
 * that does not answer it so is asked what it speaks (`info/refs`), and is spoken to in that from then on.
 *
 * Source: gitprotocol-http(5), gitprotocol-v2(5).
 */
export function httpTransport(
  url: string,
  options: TransportOptions & { readonly gate: Asks },
): Transport {
  const { gate } = options
  const home = url.replace(/\/$/, '')
  let base = home
  let server: Capabilities | undefined

  async function post(
    body: Buffer,
    purpose: Purpose,
    version: 0 | 2,
    via: Asks = gate,
  ): Promise<Answer> {
    return via.ask({
      url: base + serviceTail,
      method: 'POST',
      purpose,
      body,
      maxBytes: purpose === 'refs' ? maxRefBytes : options.maxBytes,
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        accept: 'application/x-git-upload-pack-result',
        ...(version === 2 && v2Headers),
      },
    })
  }

  async function capabilities(via: Asks = gate): Promise<Capabilities> {
    if (!server) {
      const found = await discover(via, home)
      base = found.base
      server = found.server
    }
    return server
  }

  async function refs<T>(question: Question<Promise<T>>, reason?: Reason): Promise<T> {
    const via = reason ? { ask: (ask: Ask) => gate.ask({ ...ask, reason }) } : gate
    try {
      return await refsAt(question, via)
    } catch (error) {
      if (base === home || !Failure.is(error, 'not-found')) throw error
    }
    // What answered was where a redirect had led; where that leads now is asked anew.
    base = home
    server = undefined
    return refsAt(question, via)
  }

  async function refsAt<T>(question: Question<Promise<T>>, via: Asks): Promise<T> {
    const first = server ? undefined : question.body(assumed)
    if (first) {
      const answer = await post(first, 'refs', 2, via)
      if (answer.status === 200) {
        const found = await readIfSpoken(question, answer)
        if (found) {
          base = answer.url.endsWith(serviceTail) ? answer.url.slice(0, -serviceTail.length) : home
          return found.value
        }
      } else await refuseUnlessMisaddressed(answer, url)
    }
    // In v0 the refs come with the capabilities, so those are read anew each time.
    if (server?.version === 0) server = undefined
    const known = await capabilities(via)
    const body = question.body(known)
    if (!body) return question.read(nothing(), known)
    const answer = await post(body, 'refs', known.version, via)
    if (answer.status !== 200) throw await statusFailure(answer, url)
    return question.read(decodePackets(answer.body), known)
  }

  async function* pack(
    question: Question<AsyncIterable<Uint8Array>>,
    purpose: Purpose,
  ): AsyncGenerator<Uint8Array> {
    const isKnown = server !== undefined
    const taken = server ?? assumed
    let hasBegun = false
    try {
      for await (const chunk of packFrom(taken, question, purpose)) {
        hasBegun = true
        yield chunk
      }
      return
    } catch (error) {
      if (isKnown || hasBegun || !isMisunderstanding(error)) throw error
      const known = await capabilities()
      // It can do less than it was taken for, or it has other reasons.
      if (bodyFor(question, known).equals(bodyFor(question, taken))) throw error
    }
    yield* packFrom(await capabilities(), question, purpose)
  }

  async function* packFrom(
    known: Capabilities,
    question: Question<AsyncIterable<Uint8Array>>,
    purpose: Purpose,
  ): AsyncGenerator<Uint8Array> {
    const answer = await post(bodyFor(question, known), purpose, known.version)
    if (answer.status !== 200) throw await statusFailure(answer, url)
    yield* question.read(decodePackets(answer.body), known)
  }

  function plain(purpose: Purpose): PlainRepository | undefined {
    if (!server?.isPlain) return undefined
    const files = plainFiles({ gate, base, url }, purpose, options.maxBytes)
    return { files, objectFormat: server.objectFormat }
  }

  return {
    server: () => server ?? assumed,
    refs,
    redirectedTo: () => (base === home ? undefined : base),
    pack,
    plain,
  }
}

const bodyFor = (question: Question<unknown>, server: Capabilities): Buffer =>
  question.body(server) ?? Buffer.alloc(0)

/** Whether a server may not have understood a question: it complains of it, and is not in trouble. */
function isMisunderstanding(error: unknown): boolean {
  if (!Failure.is(error, 'unreachable') || error.details.at !== 'repository') return false
  return error.details.status === undefined || error.details.status === 400
}

/** Undefined when the answer shows that the server does not speak what it is taken to speak. */
async function readIfSpoken<T>(
  question: Question<Promise<T>>,
  answer: Answer,
): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await question.read(decodePackets(answer.body), assumed) }
  } catch (error) {
    if (Failure.is(error, 'unreachable') && error.details.at === 'repository') return undefined
    throw error
  } finally {
    await discard(answer)
  }
}

/**
 * A first question may have gone to the wrong address (no `.git`, another server's habits), or to a server of plain files
 * (405, 501); some answers are final.
 */
async function refuseUnlessMisaddressed(answer: Answer, url: string): Promise<void> {
  const failure = await statusFailure(answer, url)
  const isBroken = answer.status >= 500 && answer.status !== 501
  if (failure.code === 'throttled' || isBroken) throw failure
}

async function* nothing(): AsyncGenerator<never> {}
