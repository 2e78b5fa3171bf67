import { nearest } from '../nearest.ts'
import { keys, type Key } from './keys.ts'
import { put, type Layer, type Origin, type Table } from './layer.ts'
import { listed } from './listed.ts'
import { problem, type Problem } from './problem.ts'
import { fileVariable, variablePrefix } from './sources.ts'

/**
 * The settings that environment variables give, and a problem for each `HEADWATER_` variable that gives none. An empty
 * variable is as good as none.
 *
 * Lists are separated by commas; a rule is its fields, in their order, with `=` between them, as in `from=to`, and a field that is itself a list has spaces in it; numbers and `true`/`false` are as in the file.
 */
export function environmentLayer(env: NodeJS.ProcessEnv): { layer: Layer; problems: Problem[] } {
  const values: Table = {}
  const known = new Map(keys.map((key) => [key.variable, key]))
  const problems: Problem[] = []
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(variablePrefix) || variable === fileVariable || !text) continue
    const key = known.get(variable)
    if (key !== undefined) put(values, key.path, spelled(key, text))
    else problems.push(unknownVariable(variable, known.keys()))
  }
  return { layer: { values, originOf }, problems }
}

/** A variable's text as the value it would be in the file; text that cannot be one stays text, for the schema to refuse. */
function spelled(key: Key, text: string): unknown {
  switch (key.spelling) {
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'list':
      return listed(text)
    case 'rules':
      return listed(text).map((rule) => ruleOf(rule, key))
    case 'text':
      break
  }
  return text
}

/** The last field takes what is left. */
function ruleOf(text: string, { fields, lists }: Key): Table {
  const parts = text.split('=')
  const values = [...parts.slice(0, fields.length - 1), parts.slice(fields.length - 1).join('=')]
  return Object.fromEntries(
    fields.flatMap((field, index) => {
      const value = values[index] ?? ''
      if (index >= parts.length) return []
      return [[field, lists.includes(field) ? value.split(/\s+/).filter(Boolean) : value]]
    }),
  )
}

function unknownVariable(variable: string, known: Iterable<string>): Problem {
  const likely = nearest(short(variable), [...known, fileVariable].map(short))
  const hint = likely === undefined ? undefined : `did you mean ${variablePrefix}${likely}?`
  return problem(variable, '', 'is not a setting', hint)
}

function short(variable: string): string {
  return variable.slice(variablePrefix.length)
}

function originOf(path: readonly PropertyKey[]): Origin {
  const name = path.join('.')
  const key = keys.find((key) => name === key.name || name.startsWith(`${key.name}.`))
  return { kind: 'environment', name: key?.variable ?? variablePrefix }
}
