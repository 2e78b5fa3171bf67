import { Failure } from '../failure.ts'
import type { GateOptions } from './gate-options.ts'
import type { Governor } from './governor/governor.ts'
import type { Leave } from './governor/leave.ts'
import { networkFailure, stoppedFailure } from './network-failure.ts'
import { withoutCredentials, type Purpose, type Reason } from './request-record.ts'

/** What everything that goes out through one gate shares. */
export interface GateParts {
  readonly options: GateOptions
  readonly governor: Governor
  /** Aborts when the gate closes. */
  readonly closing: AbortSignal
}

/** What is about to be asked. */
export interface Question {
  /** Original URL in normal form. */
  readonly url: string
  readonly purpose: Purpose
  readonly reason?: Reason
  readonly method: string
  /** Bytes of its body, where that is known beforehand. */
  readonly sent?: number
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/** What came of it. */
export interface Outcome {
  /** HTTP status; for other protocols 200 when the server was reached; 0 when not. */
  readonly status: number
  readonly sent: number
  readonly received: number
  /** Failure code, or ''. */
  readonly failure: string
}

/** A question on its way. */
export interface Asking extends Pick<Leave, 'bytes' | 'heard'> {
  /** It is over: enters it in the ledger and lets the next one go. Only the first call counts. */
  readonly over: (outcome: Outcome) => void
  /** Nobody was asked after all. Does nothing once it is over. */
  readonly unasked: () => void
}

/**
 * Waits for leave to ask. Waiting may take as long as a request.
 *
 * @throws Failure when there is none
 */
export async function beginAsking(parts: GateParts, question: Question): Promise<Asking> {
  const { options, governor, closing } = parts
  const { url, purpose, reason = 'foreground', method, sent = 0, maxBytes } = question
  const shown = withoutCredentials(url)
  const late = AbortSignal.timeout(options.requestTimeout)
  const signals = [closing, late]
  const signal = AbortSignal.any(question.signal ? [...signals, question.signal] : signals)
  let leave: Leave
  try {
    leave = await governor.admit({ url, purpose, reason, sent, bytes: maxBytes }, signal)
  } catch (error) {
    const isStopped = closing.aborted || question.signal?.aborted === true
    if (!isStopped && late.aborted && error === late.reason) throw noTurn(shown)
    throw isStopped ? stoppedFailure(error, shown) : networkFailure(error, shown)
  }
  const at = options.now()
  let isOver = false
  return {
    bytes: leave.bytes,
    heard: leave.heard,
    unasked() {
      if (!isOver) leave.over(0)
      isOver = true
    },
    over(outcome) {
      if (isOver) return
      isOver = true
      leave.over(outcome.sent + outcome.received)
      const { host } = new URL(url)
      const millis = options.now() - at
      options.onRequest({ at, host, method, url: shown, purpose, reason, ...outcome, millis })
    },
  }
}

/** Nobody was asked: others were in front all the time. */
function noTurn(url: string): Failure {
  const text = `Cannot ask ${url}: too many requests to its host were in front of this one`
  return new Failure('unreachable', text, { url, retryAfter: 30 })
}
