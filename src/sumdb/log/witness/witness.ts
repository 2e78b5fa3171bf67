import type { Verifier } from '../../../tlog/verifier.ts'

/** Somebody outside who cosigns heads of our log, and never two that contradict each other. */
export interface Witness {
  /** Of its cosignatures: algorithm 4. */
  readonly verifier: Verifier
  /**
   * Sends it the body of `add-checkpoint`. Nothing of the answer is believed.
   *
   * @throws Failure when there is no answer
   */
  readonly submit: (question: string, signal: AbortSignal) => Promise<WitnessAnswer>
}

/** What a witness answered. */
export interface WitnessAnswer {
  /** Of HTTP. */
  readonly status: number
  readonly body: string
}
