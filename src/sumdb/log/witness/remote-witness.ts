import type { Gate } from '../../../outbound/gate.ts'
import { readAll } from '../../../outbound/read-answer.ts'
import type { Verifier } from '../../../tlog/verifier.ts'
import type { Witness } from './witness.ts'

/** Longest time for an exchange, milliseconds. A witness writes one row before it answers. */
const patience = 10_000
/** Some signature lines, or a number. */
const maxBytes = 64 * 1024

/** Where a witness is, and how it is asked. */
export interface WitnessAddress {
  readonly gate: Pick<Gate, 'ask'>
  readonly verifier: Verifier
  /** Its submission prefix, without a slash at its end. */
  readonly url: string
}

/**
 * The witness at a URL. Asks through the gate, with the purpose `sumdb`, on the account of those whose records wait for it.
 *
 * Source: C2SP tlog-witness ("add-checkpoint")
 */
export function remoteWitness({ gate, verifier, url }: WitnessAddress): Witness {
  return {
    verifier,
    async submit(question, signal) {
      const answer = await gate.ask({
        url: `${url}/add-checkpoint`,
        purpose: 'sumdb',
        method: 'POST',
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
        body: Buffer.from(question),
        maxBytes,
        patience,
        signal,
      })
      return { status: answer.status, body: (await readAll(answer)).toString() }
    },
  }
}
