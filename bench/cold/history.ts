import { hash } from 'node:crypto'
import type { CommitSpec } from '../../test/forge/commit-spec.ts'

const words =
  `func return error context bytes string int range append buffer reader writer request response
header if err nil for switch case default type struct interface map chan select go defer package import const var
length value index name path version module cache store origin fetch parse check verify state result options`.split(
    /\s+/,
  )

const filesAtFirst = 60
const commitsPerTag = 8
const commitsAtEnd = 3

/**
 * The history of a module that is worked on: some 60 files of source code, growing; eight commits for each tag, each
 * changing a few lines of a few files, and three after the last. Same arguments, same commits.
 */
export function history(module: string, tags: number): CommitSpec[] {
  const random = stream(module)
  const files = new Map<string, string[]>()
  const addFile = (): string => {
    const name = `${['', 'internal/', 'server/', 'client/'][random(4)]}file${files.size}.go`
    files.set(name, code(random, 100 + random(400)))
    return name
  }
  const change = (): string => {
    if (random(12) === 0) return addFile()
    const name = [...files.keys()][random(files.size)] ?? ''
    const lines = files.get(name) ?? []
    for (let edits = 1 + random(4); edits > 0; edits--) {
      lines.splice(random(lines.length), random(5), ...code(random, random(8)))
    }
    return name
  }
  const contents = (names: Iterable<string>): Record<string, string> =>
    Object.fromEntries([...new Set(names)].map((name) => [name, text(files.get(name) ?? [])]))

  for (let file = 0; file < filesAtFirst; file++) addFile()
  const goMod = { 'go.mod': `module ${module}\n\ngo 1.21\n` }
  const first: CommitSpec = { files: { ...goMod, ...contents(files.keys()) }, tags: ['v0.1.0'] }
  const rest = Array.from(
    { length: (tags - 1) * commitsPerTag + commitsAtEnd },
    (_, index): CommitSpec => {
      const changed = Array.from({ length: 1 + random(5) }, change)
      const isRelease = (index + 1) % commitsPerTag === 0
      const release = isRelease ? [`v0.${1 + (index + 1) / commitsPerTag}.0`] : []
      return { files: contents(changed), tags: release }
    },
  )
  return [first, ...rest]
}

/** Gives whole numbers below the argument, the same for the same seed. */
function stream(seed: string): (below: number) => number {
  let pool = Buffer.alloc(0)
  let round = 0
  return (below) => {
    if (pool.length < 4) pool = hash('sha512', `${seed} ${round++}`, 'buffer')
    const number = pool.readUInt32LE()
    pool = pool.subarray(4)
    return number % below
  }
}

function code(random: (below: number) => number, lines: number): string[] {
  return Array.from({ length: lines }, () => {
    const said = Array.from({ length: 2 + random(8) }, () => words[random(words.length)] ?? '')
    return '\t'.repeat(random(4)) + said.join(' ')
  })
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
