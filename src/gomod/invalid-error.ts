/**
 * The one error `src/gomod/` throws: the given text breaks a rule of Go's module formats.
 * The message names the input and the rule it breaks.
 */
export class InvalidError extends Error {
  override readonly name = 'InvalidError'
}

/** What `work` finds invalid, in words; undefined where that is nothing. All else that it throws is thrown. */
export function invalidity(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof InvalidError) return error.message
    throw error
  }
}
