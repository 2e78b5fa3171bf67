import * as z from 'zod'
import { schema } from './schema.ts'

/** How the value of a key is spelled in an environment variable. */
export type Spelling = 'text' | 'number' | 'boolean' | 'list' | 'rules'

/** One setting. */
export interface Key {
  /** Where it is in the file, such as `outbound.connect-timeout`. */
  readonly name: string
  readonly path: readonly string[]
  /** Its environment variable. */
  readonly variable: string
  readonly spelling: Spelling
  /** The fields of a rule, in their order; none for other kinds. */
  readonly fields: readonly string[]
  readonly description: string
  /** True for a list of secrets, none of which is ever shown. */
  readonly isSecret: boolean
  /** As it would be written in the file; undefined when the key has none. */
  readonly default: unknown
}

/** Every setting, in the order of the schema. */
export const keys: readonly Key[] = keysOf(schema, [])

function keysOf(object: z.ZodObject, path: readonly string[]): Key[] {
  return Object.entries(object.shape).flatMap(([name, field]) => {
    const here = [...path, name]
    const inner = unwrap(field as z.ZodType)
    return inner instanceof z.ZodObject
      ? keysOf(inner, here)
      : [keyOf(field as z.ZodType, inner, here)]
  })
}

function keyOf(field: z.ZodType, inner: z.ZodType, path: readonly string[]): Key {
  return {
    name: path.join('.'),
    path,
    variable: `HEADWATER_${path.join('_').replaceAll('-', '_').toUpperCase()}`,
    spelling: spellingOf(inner),
    fields: fieldsOf(inner),
    description: field.description ?? '',
    isSecret: isSecret(inner),
    default: field instanceof z.ZodPrefault ? field.def.defaultValue : undefined,
  }
}

function spellingOf(inner: z.ZodType): Spelling {
  if (inner instanceof z.ZodArray) return inner.element instanceof z.ZodObject ? 'rules' : 'list'
  if (inner instanceof z.ZodNumber) return 'number'
  return inner instanceof z.ZodBoolean ? 'boolean' : 'text'
}

/** The schema says `writeOnly`, which JSON Schema has for such values. */
function isSecret(inner: z.ZodType): boolean {
  const element = inner instanceof z.ZodArray ? inner.element : undefined
  return element instanceof z.ZodType && element.meta()?.['writeOnly'] === true
}

function fieldsOf(inner: z.ZodType): string[] {
  const element = inner instanceof z.ZodArray ? inner.element : undefined
  return element instanceof z.ZodObject ? Object.keys(element.shape) : []
}

function unwrap(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodPrefault || field instanceof z.ZodOptional
    ? unwrap(field.unwrap() as z.ZodType)
    : field
}
