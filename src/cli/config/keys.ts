import * as z from 'zod/mini'
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
  /** Those of the fields that hold a list. */
  readonly lists: readonly string[]
  readonly description: string
  /** True for a list of secrets, none of which is ever shown. */
  readonly isSecret: boolean
  /** As it would be written in the file; undefined when the key has none. */
  readonly default: unknown
}

/** Every setting, in the order of the schema. */
export const keys: readonly Key[] = keysOf(schema, [])

function keysOf(object: z.ZodMiniObject, path: readonly string[]): Key[] {
  return Object.entries(object.shape).flatMap(([name, field]) => {
    const here = [...path, name]
    const inner = unwrap(field as z.ZodMiniType)
    return inner instanceof z.ZodMiniObject
      ? keysOf(inner, here)
      : [keyOf(field as z.ZodMiniType, inner, here)]
  })
}

function keyOf(field: z.ZodMiniType, inner: z.ZodMiniType, path: readonly string[]): Key {
  return {
    name: path.join('.'),
    path,
    variable: `HEADWATER_${path.join('_').replaceAll('-', '_').toUpperCase()}`,
    spelling: spellingOf(inner),
    fields: Object.keys(fieldsOf(inner)),
    lists: Object.entries(fieldsOf(inner)).flatMap(([name, type]) =>
      unwrap(type) instanceof z.ZodMiniArray ? [name] : [],
    ),
    description: z.globalRegistry.get(field)?.description ?? '',
    isSecret: isSecret(inner),
    default: field instanceof z.ZodMiniPrefault ? field.def.defaultValue : undefined,
  }
}

function spellingOf(inner: z.ZodMiniType): Spelling {
  if (inner instanceof z.ZodMiniArray)
    return inner.def.element instanceof z.ZodMiniObject ? 'rules' : 'list'
  if (inner instanceof z.ZodMiniNumber) return 'number'
  return inner instanceof z.ZodMiniBoolean ? 'boolean' : 'text'
}

/** The schema says `writeOnly`, which JSON Schema has for such values. */
function isSecret(inner: z.ZodMiniType): boolean {
  const element = inner instanceof z.ZodMiniArray ? inner.def.element : undefined
  return element instanceof z.ZodMiniType && z.globalRegistry.get(element)?.['writeOnly'] === true
}

function fieldsOf(inner: z.ZodMiniType): Record<string, z.ZodMiniType> {
  const element = inner instanceof z.ZodMiniArray ? inner.def.element : undefined
  return element instanceof z.ZodMiniObject ? (element.shape as Record<string, z.ZodMiniType>) : {}
}

function unwrap(field: z.ZodMiniType): z.ZodMiniType {
  return field instanceof z.ZodMiniPrefault || field instanceof z.ZodMiniOptional
    ? unwrap(field.def.innerType as z.ZodMiniType)
    : field
}
