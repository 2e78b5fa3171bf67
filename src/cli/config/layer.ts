import { nearest } from '../nearest.ts'
import { issueReason } from './issue-reason.ts'
import { keys } from './keys.ts'
import { maskedAt } from './mask.ts'
import { problem, type Problem } from './problem.ts'
import { onceOnly, schema } from './schema.ts'

/** Where a value comes from. */
export interface Origin {
  readonly kind: 'default' | 'file' | 'environment' | 'option'
  /** As shown: `default`, `headwater.toml:3`, `HEADWATER_LISTEN`, `--listen`. */
  readonly name: string
}

/** A table of raw values, as a TOML file would give it. */
export type Table = Record<string, unknown>

/** The settings that one source gives, spelled as in the file. */
export interface Layer {
  readonly values: Table
  /** The place of the value at a path, or of the nearest table around it. */
  readonly originOf: (path: readonly PropertyKey[]) => Origin
}

/** The value at a path, or undefined. */
export function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  let value = values
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}

/** Puts a value at a path, making the tables around it. */
export function put(values: Table, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path
  if (head === undefined) return
  if (rest.length === 0) {
    values[head] = value
    return
  }
  const inner = (values[head] ??= {}) as Table
  put(inner, rest, value)
}

/** Everything the schema has against a layer, in the order of its lines. */
export function problemsOf({ values, originOf }: Layer): Problem[] {
  const result = schema.safeParse(values, onceOnly)
  if (result.success) return []
  const problems = result.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...issue.path, key], originOf))
    }
    const name = nameOf(issue.path)
    const value = shownValue(issue.path, maskedAt(issue.path, valueAt(values, issue.path)))
    return [problem(originOf(issue.path).name, name, issueReason(issue, value))]
  })
  return problems.toSorted((a, b) => a.where.localeCompare(b.where, 'en', { numeric: true }))
}

/** Not what may be a secret. */
function shownValue([...path]: readonly PropertyKey[], value: unknown): unknown {
  const key = keys.find(({ path: own }) => own.every((part, index) => part === path[index]))
  return key?.isSecret && (typeof value === 'string' || typeof value === 'number') ? '***' : value
}

function unknownKey(path: readonly PropertyKey[], originOf: Layer['originOf']): Problem {
  const name = nameOf(path)
  const likely = path.some((part) => typeof part === 'number')
    ? nearest(String(path.at(-1)), keys.find((key) => key.name === path[0])?.fields ?? [])
    : knownNear(name, String(path.at(-1)))
  const hint = likely === undefined ? undefined : `did you mean "${likely}"?`
  return problem(originOf(path).name, name, 'is not a setting', hint)
}

function knownNear(name: string, last: string): string | undefined {
  const near = nearest(
    name,
    new Set(keys.flatMap(({ name, path }) => [name, ...path.slice(0, -1)])),
  )
  // The name of a table that both are in is no likeness.
  const isLike = (near ?? '')
    .split('.')
    .slice(1)
    .every((tail) => nearest(last, [tail]))
  if (near !== undefined && isLike) return near
  const elsewhere = nearest(
    last,
    keys.map(({ path }) => path.at(-1) ?? ''),
  )
  return keys.find(({ path }) => path.at(-1) === elsewhere)?.name
}

/** `rewrite`, 0, `from` becomes `rewrite[0].from`. */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`,
    )
    .join('')
}
