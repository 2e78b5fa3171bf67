/**
 * The one error `src/gomod/` throws: the given text breaks a rule of Go's module formats.
 * The message names the input and the rule it breaks.
 */
export class InvalidError extends Error {
  override readonly name = 'InvalidError'
}
