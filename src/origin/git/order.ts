import type { Extent } from '../code-host.ts'
import type { Ref } from './refs.ts'

/** A commit that somebody waits for. */
export interface Order {
  /** Full hash. */
  readonly commit: string
  /** The ref that leads to it, if one does. */
  readonly via: Ref | undefined
  /** Which of its files must be held; undefined: all. */
  readonly enough: Extent | undefined
  /** Which are brought where those are not: as many at least. */
  readonly extent: Extent | undefined
}

/** What to ask a server for, since it may hand out only what a ref names. */
export const wantOf = ({ commit, via }: Order): string => via?.hash ?? commit
