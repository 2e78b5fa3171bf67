import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { discard, readAll } from '../../outbound/read-answer.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { retryAfterSeconds } from '../../outbound/retry-after.ts'
import { excerpt, safeLine } from '../../safe-text.ts'
import type { Asked } from '../../verify/desk/asked.ts'
import { answerSchema, endSchema, mostModules, type AnswerLine } from './wire.ts'

/** What a server is asked with. */
export interface ServerTools {
  readonly gate: Pick<Gate, 'ask'>
  /** Its base URL, without a slash at its end. */
  readonly url: string
  /** Resolves after so many milliseconds, rejects when the signal aborts. */
  readonly wait: (millis: number, signal: AbortSignal) => Promise<void>
}

/** Told of each line that answers a module of the question, by its place in it. */
export type TellLine = (index: number, line: AnswerLine) => void

/** Most bytes of an answer, and of one line of it. */
const mostBytes = 64 * 2 ** 20
const mostLine = 2 ** 20
/** How often a server that is busy is asked, and the longest that it is waited for, seconds. */
const mostTries = 4
const longestWait = 60

/**
 * Makes the asker of a Headwater server: it resolves when all is answered. A server that is busy is asked again when it
 * says so, for some minutes.
 *
 * @throws Failure why it could not be asked, or not to the end; `unsupported` where no server of this kind answers
 */
export function serverAsker({ gate, url, wait }: ServerTools) {
  const address = `${url}/-/api/v1/check`

  async function asked(body: Uint8Array, signal: AbortSignal): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const answer = await gate
        .ask({
          url: address,
          purpose: 'proxy',
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
          body,
          maxBytes: mostBytes,
          signal,
        })
        .catch((error: unknown) => busyFor(error))
      if (typeof answer !== 'number' && !isBusy(answer)) return answer
      const seconds = typeof answer === 'number' ? answer : retryAfterSeconds(answer.headers)
      if (typeof answer !== 'number') await discard(answer)
      if (tries === mostTries || seconds === undefined || seconds > longestWait) throw busy(address)
      await wait(Math.max(1, seconds) * 1000, signal)
    }
  }

  async function askSome(
    modules: readonly Asked[],
    signal: AbortSignal,
    tell: TellLine,
  ): Promise<void> {
    const answer = await asked(Buffer.from(JSON.stringify({ level: 'refs', modules })), signal)
    if (answer.status !== 200 || !isLines(answer)) throw await wrongAnswer(answer, address)
    for await (const text of linesOf(answer.body, address)) {
      const value = parsed(text, address)
      const line = answerSchema.safeParse(value)
      if (line.success) {
        const { data } = line
        const module = modules[data.index]
        const isFit = module?.path === data.path && module.version === data.version
        if (isFit) tell(data.index, data)
        continue
      }
      if (endSchema.safeParse(value).success) return
    }
    throw new Failure('unreachable', `Cannot use the answer of ${address}: its end is missing`)
  }

  return async (modules: readonly Asked[], signal: AbortSignal, tell: TellLine): Promise<void> => {
    for (let from = 0; from < modules.length; from += mostModules) {
      const some = modules.slice(from, from + mostModules)
      await askSome(some, signal, (index, line) => tell(from + index, line))
    }
  }
}

function isBusy({ status, headers }: Answer): boolean {
  return (status === 429 || status === 503) && headers['retry-after'] !== undefined
}

/** How long a host that was busy before is left alone, seconds. */
function busyFor(error: unknown): number {
  const { retryAfter } = Failure.is(error, 'throttled') ? error.details : {}
  if (retryAfter === undefined) throw error
  return retryAfter
}

function busy(address: string): Failure {
  return new Failure('throttled', `Cannot ask ${address}: it is busy, and stays so`)
}

function isLines({ headers }: Answer): boolean {
  return /^application\/x-ndjson(?:$|[ ;])/i.test(headers['content-type'] ?? '')
}

async function wrongAnswer(answer: Answer, address: string): Promise<Failure> {
  const { status, headers } = answer
  if (status === 200 || status === 404 || status === 405) {
    await discard(answer)
    const why = `no Headwater server that takes checks answers there, but one says ${status}`
    return new Failure('unsupported', `Cannot ask ${address}: ${why}`)
  }
  const isJson = headers['content-type']?.startsWith('application/json') === true
  if (!isJson) await discard(answer)
  const said = isJson ? errorIn(await readAll(answer)) : ''
  return new Failure('unreachable', `Cannot ask ${address}: it says ${status}${said}`)
}

function errorIn(body: Uint8Array): string {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(body)) as { error?: unknown }
    return typeof error === 'string' ? `, "${safeLine(excerpt(error))}"` : ''
  } catch {
    return ''
  }
}

/** The lines of a body that are not empty. */
async function* linesOf(body: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > mostLine) {
      throw new Failure('unreachable', `Cannot use the answer of ${address}: a line is too long`)
    }
    yield* lines.filter((line) => line.trim() !== '')
  }
  if (rest.trim() !== '') yield rest
}

function parsed(line: string, address: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new Failure('unreachable', `Cannot use the answer of ${address}: a line is no JSON`, {
      cause: error,
    })
  }
}
