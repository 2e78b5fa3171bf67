/**
 * What was given does not prove what it claims: a signature, hash or proof does not fit, or is
 * missing. Nothing that rests on it may be used.
 *
 * Text that is malformed throws `InvalidError` of `gomod/` instead.
 */
export class ProofError extends Error {
  override readonly name: string = 'ProofError'
}
