import { isConflictMarker } from './conflict-marker.ts'
import { fields } from './mod-file/chars.ts'
import { decodeText } from './mod-file/decode.ts'

/** One hash that a go.sum file records. */
export interface GoSumLine {
  readonly path: string
  /** Module version, without `/go.mod`. */
  readonly version: string
  /** Whether the hash is that of the go.mod file, rather than of the whole module. */
  readonly goMod: boolean
  /** The hash with its algorithm, such as `h1:…`. */
  readonly sum: string
  /** Line number, from 1. */
  readonly line: number
}

/** What one line of a go.sum file says. */
export type GoSumEntry = Omit<GoSumLine, 'line'>

/** A line of a go.sum file that breaks the rules. */
export interface GoSumProblem {
  /** Line number, from 1. */
  readonly line: number
  /** What is so, starting with `file:line: `. */
  readonly text: string
}

/** The lines of a go.sum file in file order, good and bad. */
export interface GoSum {
  readonly lines: readonly GoSumLine[]
  readonly problems: readonly GoSumProblem[]
}

/** Hash of an empty go.mod file, which old go commands wrote for things that are not modules. */
const emptyGoModSum = 'h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY='
const goModSuffix = '/go.mod'

/**
 * Reads a go.sum file: three fields a line, blank lines allowed, neither versions nor hashes
 * checked. Lines with the hash of an empty go.mod file are left out, as the go command does.
 * Merge-conflict markers are problems even where the go command would take them for a hash. `name`
 * stands in the texts of problems. Never throws. Cost: linear in the length of the text.
 *
 * Source: `cmd/go/internal/modfetch.readGoSum`, https://go.dev/ref/mod#go-sum-files.
 */
export function parseGoSum(text: string | Uint8Array, name = 'go.sum'): GoSum {
  const lines: GoSumLine[] = []
  const problems: GoSumProblem[] = []
  for (const [index, content] of decodeText(text).split('\n').entries()) {
    const line = index + 1
    const entry = readGoSumLine(content)
    if (typeof entry === 'string') problems.push({ line, text: `${name}:${line}: ${entry}` })
    else if (entry) lines.push({ ...entry, line })
  }
  return { lines, problems }
}

/**
 * Reads one line as {@link parseGoSum} does: what it says, why it is broken, or undefined for one that is passed over. Never
 * throws.
 */
export function readGoSumLine(content: string): GoSumEntry | string | undefined {
  const words = fields(content)
  const [path, version, sum] = words
  if (path === undefined) return undefined
  const fault = faultOf(content, words.length)
  if (fault !== undefined) return fault
  if (version === undefined || sum === undefined || sum === emptyGoModSum) return undefined
  return { path, ...splitVersion(version), sum }
}

function faultOf(content: string, count: number): string | undefined {
  if (isConflictMarker(content)) {
    return `${content.slice(0, 7)} is a merge-conflict marker: the file has an unfinished merge`
  }
  return count === 3 ? undefined : `a line needs 3 fields, this one has ${count}`
}

function splitVersion(version: string): { version: string; goMod: boolean } {
  const goMod = version.endsWith(goModSuffix)
  return { version: goMod ? version.slice(0, -goModSuffix.length) : version, goMod }
}
