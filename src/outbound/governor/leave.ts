import type { Heard } from './heard.ts'
import type { Turn } from './turn.ts'

/** Leave to ask once. */
export interface Leave {
  /** Most bytes that the answer may have as it comes over the wire. */
  readonly bytes: number
  /** The head of the answer is there, or will not come; or, afterwards, the answer broke off. */
  readonly heard: (heard: Heard) => void
  /** It is over, and took so many bytes in both directions. Only the first call counts. */
  readonly over: (bytes: number) => void
}

/** Leave by a turn, for an answer of so many bytes; `settle` is told what it took. */
export function leaveBy(turn: Turn, bytes: number, settle?: (bytes: number) => void): Leave {
  return {
    bytes,
    heard: (heard) => turn.heard(heard),
    over(used) {
      turn.leave()
      settle?.(used)
    },
  }
}
