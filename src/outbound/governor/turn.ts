import type { Heard } from './heard.ts'

/** Leave to make one request. It must be given back. */
export interface Turn {
  /** The head of the answer is there, or will not come; or, afterwards, it broke off. `longest`: milliseconds of a pause. */
  heard(heard: Heard, longest?: number): void
  /** The request is over. Only the first call counts. */
  leave(): void
}

/** Why there is no leave now, and when to come again, milliseconds since the epoch. */
export interface Later {
  readonly why: 'paused' | 'busy' | 'pace'
  readonly until: number
}
