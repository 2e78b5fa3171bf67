import type { Call } from './connection.ts'
import type { GateOptions } from './gate-options.ts'
import type { HostTurns } from './host-turns.ts'
import { withoutCredentials } from './request-record.ts'

/** What all conversations of a gate share. */
export interface ConnectionParts {
  readonly options: GateOptions
  readonly turns: HostTurns
  /** Aborts when the gate closes. */
  readonly closing: AbortSignal
}

/** What came of a conversation. */
export interface Outcome {
  /** 200 when the server was reached, else 0. */
  readonly status: 0 | 200
  readonly sent: number
  readonly received: number
  /** Failure code, or ''. */
  readonly failure: string
}

/** Begins the record of a conversation; what it returns ends it, and counts once. */
export function beginRecord(
  { url, purpose, reason = 'foreground' }: Call,
  { now, onRequest }: GateOptions,
): (outcome: Outcome) => void {
  const at = now()
  let isOver = false
  return (outcome) => {
    if (isOver) return
    isOver = true
    const { host } = new URL(url)
    const shown = withoutCredentials(url)
    onRequest({
      at,
      host,
      method: 'CONNECT',
      url: shown,
      purpose,
      reason,
      ...outcome,
      millis: now() - at,
    })
  }
}
