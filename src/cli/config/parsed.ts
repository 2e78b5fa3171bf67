import * as z from 'zod'

/** What a parser says with a RangeError becomes the reason zod reports. */
export function readBy<Input, Output>(parse: (value: Input) => Output) {
  return (value: Input, context: z.core.$RefinementCtx): Output => {
    try {
      return parse(value)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      context.issues.push({ code: 'custom', message: error.message, input: value })
      return z.NEVER
    }
  }
}

/** A text that a parser reads; `error` is said of what is no text. */
export function text<Output>(parse: (value: string) => Output, error?: string) {
  return z.string(error === undefined ? {} : { error }).transform(readBy(parse))
}
