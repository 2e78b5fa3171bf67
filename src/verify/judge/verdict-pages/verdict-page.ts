import type { VerdictClass, VerdictCode, VerdictCodeOf } from '../verdicts.ts'

/** What there is to read about a code, in plain text; every text ends with a period. */
export interface VerdictPage {
  /** What it means for whoever depends on the module. */
  readonly meaning: string
  /** What must have been seen before it is said. */
  readonly evidence: string
  /** What looks like it and is not. */
  readonly nearMisses: readonly NearMiss[]
  readonly wayOut: string
  /** Where it happened, or how it happens where no case is known by name. */
  readonly realCase: string
}

/** Something that looks like one code, and what is said of it instead. */
export interface NearMiss {
  readonly what: string
  readonly says: VerdictCode
}

/** The pages of all codes of a class. */
export type PagesOf<C extends VerdictClass> = Readonly<Record<VerdictCodeOf<C>, VerdictPage>>
