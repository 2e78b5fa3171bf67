import type { Facts } from '../../../src/store/facts/open-facts.ts'
import type { Asked } from './forge.ts'
import type { ClientRequest } from './traffic.ts'
import type { Repository, World } from './world.ts'

/** What is simulated. */
export interface SimulationOptions {
  readonly seed: string
  readonly hosts: number
  /** Requests of clients. */
  readonly requests: number
  /** Milliseconds. */
  readonly length: number
  /** When the mirror is closed and opened again, milliseconds after the start; after `crash` it is not closed before. */
  readonly restarts: readonly number[]
  readonly crash?: number
  /** Called with the facts after each restart and at the end, when nothing is under way; and often between. */
  readonly onRest?: (facts: Facts, why: Occasion, so: Simulated) => void
}

/** When {@link SimulationOptions.onRest} is called. */
export type Occasion = 'restart' | 'crash' | 'end' | 'between'

/** An answer that was given without asking upstream. */
export interface Spared {
  readonly host: string
  readonly bytes: number
  /** Place among everything that happened. */
  readonly order: number
  readonly at: number
}

/** Something that somebody waits for and that is not held. */
export interface ForegroundWish {
  readonly repository: Repository
  /** Places of its beginning and its end among everything that happened. */
  readonly order: number
  endOrder: number
}

/** What happened. */
export interface Simulated {
  readonly world: World
  readonly start: number
  readonly end: number
  /** By the forge. */
  readonly log: readonly Asked[]
  readonly spared: readonly Spared[]
  readonly wishes: readonly ForegroundWish[]
  readonly traffic: readonly ClientRequest[]
  /** When the refs of old repositories were last read before the start. */
  readonly readBefore: ReadonlyMap<Repository, number>
  /** When each repository was first wanted. */
  readonly wantedAt: ReadonlyMap<Repository, number>
  /** Everything that was thrown and should not have been. */
  readonly errors: readonly unknown[]
}
