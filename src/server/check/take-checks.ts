import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerLine, endLine } from '../../check/server/answer-line.ts'
import { readQuestion } from '../../check/server/read-question.ts'
import { mostQuestionBytes, type Question } from '../../check/server/wire.ts'
import { Failure } from '../../failure.ts'
import type { Desk } from '../../verify/desk/desk.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import { errorReply, jsonLine } from '../json-error.ts'
import { pathIn } from '../origin-form.ts'
import { postedBody, refuseMethod, refuseType, refusing } from '../posted-body.ts'
import type { Reply } from '../reply.ts'
import { retrySeconds, tellings } from '../status.ts'
import { writeLines } from './write-lines.ts'

/** What checks are taken with. */
export interface CheckOptions {
  /** Judges what is asked; undefined where nobody may be asked. */
  readonly desk: Pick<Desk, 'judge'> | undefined
  /** Longest time for a body, milliseconds; 30 seconds unless given. */
  readonly bodyMs?: number
  /** How often an answer that has nothing to tell gets an empty line, milliseconds; 10 seconds unless given. */
  readonly beatMs?: number
}

/** Answers whatever is asked at `/-/api/v1/check`. */
export interface Checks {
  /**
   * Answers a question a line at a time, and resolves when all is sent or the client is gone; or gives the reply that
   * refuses it. Never throws for what a client sends.
   */
  answer(request: IncomingMessage, response: ServerResponse): Promise<Reply | undefined>
}

const kind = { type: 'application/json', what: 'this question' }
/** Of all bodies under way. */
const allBytes = 64 * 2 ** 20

/** Whether a request target is that of checks. */
export function isCheck(target: string): boolean {
  return pathIn(target) === '/-/api/v1/check'
}

/** Takes checks. */
export function takeChecks({ desk, bodyMs = 30_000, beatMs = 10_000 }: CheckOptions): Checks {
  const room = { left: allBytes }

  async function questionIn(request: IncomingMessage): Promise<Question | Reply> {
    const limits = { maxBytes: mostQuestionBytes, maxMs: bodyMs, room }
    const body = await postedBody(request, kind, limits)
    return 'status' in body ? body : readQuestion(body)
  }

  async function answerPost(
    open: Pick<Desk, 'judge'>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Reply | undefined> {
    const question = await questionIn(request)
    if ('status' in question) return question
    const { modules } = question
    using lines = writeLines(response, beatMs)
    const all: Judged[] = []
    let fromMemory = 0
    const judging = open.judge(modules, lines.gone, (index, judged, wasKnown) => {
      const asked = modules[index]
      if (!asked) throw new TypeError('what is told was asked')
      all.push(judged)
      fromMemory += Number(wasKnown)
      lines.push(() => jsonLine(answerLine(index, judged, asked, wasKnown)))
    })
    lines.begin()
    try {
      const costs = await judging
      lines.push(() => jsonLine(endLine(all, fromMemory, costs)))
      await lines.end()
    } catch (error) {
      // Without its last line the answer tells that it is not complete.
      response.destroy()
      if (!Failure.is(error)) throw error
    }
    return undefined
  }

  return {
    async answer(request, response) {
      const wrong = refuseMethod(request)
      if (wrong) return wrong
      if (!desk) return errorReply(403, 'Nobody is asked here: the setting `upstream` is "off"')
      try {
        const refusal = refuseType(request, kind) ?? (await answerPost(desk, request, response))
        return await refusing(request, refusal)
      } catch (error) {
        if (!Failure.is(error)) throw error
        return refusing(request, refusalOf(error))
      }
    },
  }
}

function refusalOf(failure: Failure): Reply {
  const { code, message, details } = failure
  const seconds = retrySeconds(failure)
  const text = details.hint === undefined ? message : `${message}. ${details.hint}`
  // 429 would be about this client; what keeps it waiting are all of them.
  const isBusy = code === 'throttled'
  const again = seconds === undefined ? {} : { 'Retry-After': seconds }
  return errorReply(isBusy ? 503 : tellings[code].status, text, again)
}
