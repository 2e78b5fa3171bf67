import { InvalidError } from '../invalid-error.ts'

/** One fault of a go.mod or go.work file. */
export interface ModFileFault {
  /** Line, from 1. */
  readonly line: number
  /** Column in code points, from 1. */
  readonly column: number
  /** What is so, without the position. */
  readonly text: string
}

const shown = 10

/**
 * A go.mod or go.work file that breaks Go's rules. The message has one line per fault, the first
 * ten only, each starting with `file:line:column: `; column 1 is left out, as the go command does.
 * A syntax fault ends the reading, so it stands alone; other faults are all listed, in file order.
 */
export class ModFileError extends InvalidError {
  /** The name the caller gave the file. */
  readonly file: string
  /** Line of the first fault, from 1. */
  readonly line: number
  /** Column of the first fault in code points, from 1. */
  readonly column: number
  /** Every fault, in file order; never empty. */
  readonly errors: readonly ModFileFault[]

  constructor(file: string, errors: readonly [ModFileFault, ...ModFileFault[]]) {
    super(messageOf(file, errors))
    this.file = file
    this.line = errors[0].line
    this.column = errors[0].column
    this.errors = errors
  }
}

function messageOf(file: string, errors: readonly ModFileFault[]): string {
  const lines = errors
    .slice(0, shown)
    .map(({ line, column, text }) => `${file}:${line}${column > 1 ? `:${column}` : ''}: ${text}`)
  if (errors.length > shown) lines.push(`${file}: and ${errors.length - shown} more`)
  return lines.join('\n')
}
