import type { Failure } from '../failure.ts'
import type { Origin } from '../origin/version-info.ts'
import type { Repository } from './repository-of.ts'

/** One try to read a module version upstream. Times are milliseconds since the epoch. */
export type Look =
  | {
      readonly kind: 'found'
      readonly at: number
      /** The version that was read; another than was asked for where that was `latest`. */
      readonly version: string
      readonly origin?: Origin
      /** Hash of its go.mod, as go.sum has it. */
      readonly goModSum: string
      /** Hash of its zip; absent where only its go.mod is needed. */
      readonly zipSum?: string
    }
  | { readonly kind: 'failed'; readonly at: number; readonly failure: Failure }

/** A page that was asked for as a browser would, to hear a second channel. */
export interface PageLook {
  readonly at: number
  readonly url: string
  /** 0 when there was no answer. */
  readonly status: number
  /** What came, or why nothing did. */
  readonly saw: string
  /** For the page of an import path: whether it names a repository for it. */
  readonly names?: boolean
}

/** Whether the host answers questions with what it has, shown by something other than what is judged. */
export interface Control {
  readonly at: number
  readonly url: string
  readonly saw: string
  readonly answers: boolean
}

/** All that was seen of one module version in one run. */
export interface Observations {
  readonly look: Look
  /** The look of the second round, where there was need of one. */
  readonly again?: Look
  /** Where the module is kept, as far as that is known. */
  readonly repository?: Repository
  readonly page?: PageLook
  readonly control?: Control
}
