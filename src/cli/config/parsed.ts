import * as z from 'zod/mini'

/** What a parser says with a RangeError becomes the reason zod reports. */
export function readBy<Input, Output>(parse: (value: Input) => Output) {
  return (value: Input, context: z.core.ParsePayload): Output => {
    try {
      return parse(value)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      context.issues.push({ code: 'custom', message: error.message, input: value })
      return z.NEVER
    }
  }
}

const anyText = z.string()

/** A text that a parser reads; `error` is said of what is no text. */
export function text<Output>(parse: (value: string) => Output, error?: string) {
  const given = error === undefined ? anyText : z.string({ error })
  return z.pipe(given, z.transform(readBy(parse)))
}

/** A schema with what it is for, which the published JSON Schema says, too. */
export function told<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  z.globalRegistry.add(schema, { description })
  return schema
}

/** A table that need not be there: then all of its keys have what they have where they are left out. */
export function section<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.prefault(z.strictObject(shape), {} as never)
}
