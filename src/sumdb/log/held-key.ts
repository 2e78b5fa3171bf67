import { valid } from '../../failure.ts'
import { parseSignerKey } from '../../tlog/signer.ts'
import { formatVerifierKey, parseVerifierKey } from '../../tlog/verifier.ts'
import type { LogKey } from './log-key.ts'

/**
 * A key of which we have the private part, from its text, `PRIVATE+KEY+…`.
 *
 * @param from where the text is from, for errors, which never show it
 * @throws Failure `invalid` when it is not the key of a log
 */
export function heldKey(text: string, from: string): LogKey {
  const signer = valid(
    () => parseSignerKey(text, 1),
    (why) => `Cannot use the key in ${from}: ${why}`,
  )
  const verifierKey = formatVerifierKey(signer)
  return {
    text: verifierKey,
    verifier: parseVerifierKey(verifierKey),
    sign: (text) => Promise.resolve(signer.sign(text)),
  }
}
