/** Whether one character fits one place of a glob. */
type Test = (character: string) => boolean

/** A run of places for one character each, and whether a `*` stands before it. */
interface Chunk {
  readonly star: boolean
  readonly tests: readonly Test[]
}

/** A glob that {@link parseGlob} understood. */
export type Glob = readonly Chunk[]

/**
 * Reads a glob: `*` any characters but `/`, `?` one character but `/`, `[a-z]` and `[^a-z]` one
 * character of a set or outside it, `\` takes the next character as it is. Undefined when malformed.
 *
 * Source: Go's path.Match
 */
export function parseGlob(text: string): Glob | undefined {
  const chunks: { star: boolean; tests: Test[] }[] = []
  let last: { star: boolean; tests: Test[] } | undefined
  const characters = Array.from(text)
  for (let at = 0; at < characters.length;) {
    const character = characters[at]
    if (character === '*') {
      if (last === undefined || !last.star || last.tests.length > 0) {
        last = { star: true, tests: [] }
        chunks.push(last)
      }
      at += 1
      continue
    }
    const place = parsePlace(characters, at)
    if (place === undefined) return undefined
    if (last === undefined) {
      last = { star: false, tests: [] }
      chunks.push(last)
    }
    last.tests.push(place.test)
    at = place.next
  }
  return chunks
}

function parsePlace(
  characters: readonly string[],
  at: number,
): { test: Test; next: number } | undefined {
  const character = characters[at]
  if (character === '?') return { test: (c) => c !== '/', next: at + 1 }
  if (character === '[') return parseSet(characters, at + 1)
  const literal = character === '\\' ? at + 1 : at
  const wanted = characters[literal]
  if (wanted === undefined) return undefined
  return { test: (c) => c === wanted, next: literal + 1 }
}

function parseSet(
  characters: readonly string[],
  start: number,
): { test: Test; next: number } | undefined {
  const negated = characters[start] === '^'
  const ranges: { low: number; high: number }[] = []
  let at = negated ? start + 1 : start
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = parseMember(characters, at)
    if (low === undefined) return undefined
    const high = characters[low.next] === '-' ? parseMember(characters, low.next + 1) : low
    if (high === undefined) return undefined
    ranges.push({ low: low.code, high: high.code })
    at = high.next
  }
  const test: Test = (c) => {
    const code = c.codePointAt(0) ?? 0
    return ranges.some(({ low, high }) => low <= code && code <= high) !== negated
  }
  return { test, next: at + 1 }
}

function parseMember(
  characters: readonly string[],
  at: number,
): { code: number; next: number } | undefined {
  const first = characters[at]
  if (first === '-' || first === ']') return undefined
  const place = first === '\\' ? at + 1 : at
  const code = characters[place]?.codePointAt(0)
  return code === undefined ? undefined : { code, next: place + 1 }
}

/**
 * True when the glob matches all of `name`.
 *
 * As in Go, each run between two `*` takes the first place it fits and never tries a later one, so a
 * set that takes a `/` can lose a match: `*[^a]*c` does not match `x/yc`. Unlike Go's, a `*` never
 * splits a character, which matters to names outside ASCII only.
 *
 * Cost: at most the product of both lengths.
 *
 * Source: Go's path.Match
 */
export function globMatches(glob: Glob, name: string): boolean {
  const characters = Array.from(name)
  let at = 0
  for (const [i, chunk] of glob.entries()) {
    const isLast = i === glob.length - 1
    if (isLast && chunk.star && chunk.tests.length === 0) return !characters.includes('/', at)
    const found = findChunk(chunk, characters, at, isLast)
    if (found === undefined) return false
    at = found + chunk.tests.length
  }
  return at === characters.length
}

function findChunk(
  { star, tests }: Chunk,
  name: readonly string[],
  from: number,
  isLast: boolean,
): number | undefined {
  for (let at = from; at + tests.length <= name.length; at += 1) {
    const fits = !isLast || at + tests.length === name.length
    if (fits && tests.every((test, i) => test(name[at + i] ?? ''))) return at
    if (!star || name[at] === '/') return undefined
  }
  return undefined
}
