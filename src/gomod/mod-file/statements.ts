import { InvalidError } from '../invalid-error.ts'
import { decodeText } from './decode.ts'
import { columnOf } from './lex.ts'
import { ModFileError, type ModFileFault } from './mod-file-error.ts'
import { readSyntax, type Block, type Line } from './syntax.ts'

/** One line with a meaning: `verb` is its first word, or that of its block. */
export interface Directive {
  readonly verb: string
  readonly args: readonly string[]
  readonly line: Line
  /** The block the line stands in, if any. */
  readonly block?: Block
}

/** How to read one kind of file. */
export interface Grammar {
  /** What each directive does with its lines; it throws InvalidError when a line is wrong. */
  readonly readers: ReadonlyMap<string, (directive: Directive) => void>
  /** The directives that may stand in front of a block. */
  readonly blocks: ReadonlySet<string>
  /** Whether unknown directives and blocks are passed over. */
  readonly lax: boolean
}

const maxFaults = 1000
const maxTextLength = 400

/**
 * Reads a file line by line with the readers of a grammar.
 *
 * @throws ModFileError at the first fault of syntax; else with all faults of its lines, the first
 * thousand if there are more.
 */
export function readStatements(file: string, text: string | Uint8Array, grammar: Grammar): void {
  const source = decodeText(text)
  const faults: ModFileFault[] = []

  function attempt(place: Line | Block, read: () => void): void {
    try {
      read()
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error
      const text = conflictText(place) ?? clip(error.message)
      faults.push({ line: place.line, column: columnOf(source, place.start), text })
    }
  }

  for (const statement of readSyntax(file, source)) {
    if (faults.length >= maxFaults) break
    if ('lines' in statement) {
      attempt(statement, () => checkBlock(statement, grammar))
      for (const directive of directivesOf(statement, grammar)) {
        if (faults.length >= maxFaults) break
        attempt(directive.line, () => readDirective(directive, grammar))
      }
    } else {
      const [verb = '', ...args] = statement.tokens
      attempt(statement, () => readDirective({ verb, args, line: statement }, grammar))
    }
  }

  const [first, ...rest] = faults
  if (first !== undefined) throw new ModFileError(file, [first, ...rest])
}

function readDirective(directive: Directive, { readers, lax }: Grammar): void {
  const read = readers.get(directive.verb)
  if (read !== undefined) read(directive)
  else if (!lax) throw new InvalidError(`directive ${JSON.stringify(directive.verb)} is unknown`)
}

function checkBlock(block: Block, grammar: Grammar): void {
  if (grammar.lax || isKnownBlock(block, grammar)) return
  throw new InvalidError(`block ${JSON.stringify(block.tokens.join(' '))} is unknown`)
}

function isKnownBlock({ tokens }: Block, { blocks }: Grammar): boolean {
  return tokens.length === 1 && blocks.has(tokens[0] ?? '')
}

function* directivesOf(block: Block, grammar: Grammar): Generator<Directive> {
  if (!isKnownBlock(block, grammar)) return
  for (const line of block.lines) {
    yield { verb: block.tokens[0] ?? '', args: line.tokens, line, block }
  }
}

function conflictText({ tokens }: Line | Block): string | undefined {
  const first = tokens[0] ?? ''
  if (!/^(?:<{7}|\|{7}|={7}|>{7})$/.test(first)) return undefined
  return `${first} is a merge-conflict marker: the file has an unfinished merge`
}

function clip(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength).toWellFormed()}…` : text
}
