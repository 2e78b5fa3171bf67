import assert from 'node:assert/strict'

/** One fact of a table of Go's own tests: an input, and what must come of it. */
export interface GoCase {
  /** The function asked and the input, such as `isValid("v1")`. */
  readonly name: string
  /** @throws AssertionError when our code says something else than Go's. */
  readonly run: () => unknown
}

/** The case that `ask(input)` is `expected`. */
export function equalCase<Input, Answer>(
  ask: (input: Input) => Answer,
  input: Input,
  expected: Answer,
  name = ask.name,
): GoCase {
  return {
    name: `${name}(${JSON.stringify(input)})`,
    run: () => assert.deepEqual(ask(input), expected),
  }
}

/** Whether `run` ends without an error of this class; other errors are thrown on. */
export function accepts(
  run: () => unknown,
  refusal: abstract new (...args: never[]) => Error,
): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (error instanceof refusal) return false
    throw error
  }
}
