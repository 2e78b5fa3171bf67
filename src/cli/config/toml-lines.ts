import { parse } from 'smol-toml'

/**
 * Finds the line of every key in a valid TOML document. The answer maps the path of a key, of a table and of each
 * element of an array of tables (JSON of its parts) to the line it starts at, counted from 1.
 *
 * The parser tells no positions, so the document is cut into statements, the shortest runs of lines that are TOML on
 * their own, and each is asked what it sets.
 */
export function tomlLines(document: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const arrays = new Map<string, number>()
  let table: readonly PropertyKey[] = []
  for (const { text, line } of statements(document)) {
    const path = innermost(parse(text))
    if (text.trimStart().startsWith('[')) table = placed(path, arrays)
    const full = text.trimStart().startsWith('[') ? table : [...table, ...path]
    for (let depth = 1; depth <= full.length; depth++) {
      const part = JSON.stringify(full.slice(0, depth))
      if (!lines.has(part)) lines.set(part, line)
    }
  }
  return lines
}

/** The line of the value at a path, else of the nearest table around it. */
export function lineOf(
  lines: ReadonlyMap<string, number>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const line = lines.get(JSON.stringify(path.slice(0, depth)))
    if (line !== undefined) return line
  }
  return undefined
}

function* statements(document: string): Generator<{ text: string; line: number }> {
  let text = ''
  let start = 1
  for (const [index, line] of document.split('\n').entries()) {
    if (text === '' && /^\s*(#.*)?$/.test(line)) continue
    if (text === '') start = index + 1
    const continues = text !== ''
    text += `${line}\n`
    if ((continues && !/["'\]}]/.test(line)) || !isToml(text)) continue
    yield { text, line: start }
    text = ''
  }
}

function isToml(text: string): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}

/** The path that a statement sets: `a.b = 1` is a, b; `[[a.b]]` is a, b and the first element, 0. */
function innermost(value: unknown): PropertyKey[] {
  const path: PropertyKey[] = []
  let inner = value
  for (;;) {
    if (Array.isArray(inner) && inner.length === 1 && isTable(inner[0]) && isEmpty(inner[0]))
      return [...path, 0]
    if (!isTable(inner) || Object.keys(inner).length !== 1) return path
    const [key, next] = Object.entries(inner)[0] ?? ['', undefined]
    path.push(key)
    inner = next
  }
}

/** Gives the elements of arrays of tables along a header's path the numbers they have in the whole document. */
function placed(path: readonly PropertyKey[], arrays: Map<string, number>): PropertyKey[] {
  const full: PropertyKey[] = []
  for (const [index, part] of path.entries()) {
    if (typeof part === 'number') continue
    full.push(part)
    const name = JSON.stringify(full)
    const last = arrays.get(name)
    if (typeof path[index + 1] === 'number') arrays.set(name, (last ?? -1) + 1)
    const element = arrays.get(name)
    if (element !== undefined) full.push(element)
  }
  return full
}

function isTable(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  )
}

function isEmpty(table: Record<string, unknown>): boolean {
  return Object.keys(table).length === 0
}
