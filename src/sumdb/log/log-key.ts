import type { Verifier } from '../../tlog/verifier.ts'

/** The key of our own log. */
export interface LogKey {
  /** Its text, which clients have in GOSUMDB: `name+id+…`. */
  readonly text: string
  readonly verifier: Verifier
  /**
   * The signature of the text of a note, without the key id: 64 bytes.
   *
   * @throws Failure when who has the private key does not give one
   */
  readonly sign: (text: string) => Promise<Uint8Array>
}
