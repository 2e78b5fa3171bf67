import { lex, type Lexer, type Token } from './lex.ts'

/** One line of tokens, with the comments that belong to it. */
export interface Line {
  /** Token texts as they stand in the file; a string keeps its quotes. Never empty. */
  readonly tokens: readonly string[]
  /** Line number, from 1. */
  readonly line: number
  /** Where its first token starts, in UTF-16 units from 0. */
  readonly start: number
  /** Comments right above, with their `//`; inside a block '' stands for blank lines. */
  readonly before: readonly string[]
  /** Comments at its end, with their `//`; missing when there are none. */
  readonly suffix?: readonly string[]
}

/** Tokens followed by lines in round brackets: `require ( … )`. */
export interface Block extends Omit<Line, 'suffix'> {
  readonly lines: readonly Line[]
}

/**
 * Reads the syntax shared by go.mod and go.work: lines and blocks, whatever their words mean.
 * Comments belong to lines as in `x/mod/modfile` (read.go): a run of whole-line comments to the
 * statement right below, a comment at the end of a line to the last thing that fits on one line.
 *
 * @throws ModFileError at the first fault of syntax.
 */
export function readSyntax(file: string, source: string): (Line | Block)[] {
  const reading: Reading = { file, lexer: lex(file, source), anchor: {} }
  const statements: (Line | Block)[] = []
  let before = nothing
  for (;;) {
    const token = reading.lexer.next()
    if (token.kind === 'end') return statements
    if (token.kind === 'note') {
      before = withText(before, token.text)
      continue
    }
    if (token.kind !== 'newline') statements.push(readStatement(reading, token, before))
    else if (before !== nothing) reading.anchor = {}
    before = nothing
  }
}

interface Anchor {
  suffix?: string[]
}

interface Reading {
  readonly file: string
  readonly lexer: Lexer
  /** What the next comment at the end of a line belongs to. */
  anchor: Anchor
}

interface Row extends Line, Anchor {
  suffix?: string[]
}

// Shared by the many lines without comments above; never written to.
const nothing: string[] = []

function readStatement(reading: Reading, first: Token, before: readonly string[]): Line | Block {
  const tokens = readTokens(reading, first)
  const { ending, last, previous } = tokens
  const head = { line: first.line, start: first.start, before }
  if (isMark(last, '(') && last !== first) {
    reading.anchor = {}
    attach(reading, ending)
    const texts = tokens.texts.slice(0, -1)
    return { ...head, tokens: texts, lines: readBlockLines(reading, first) }
  }
  if (isMark(last, ')') && isMark(previous, '(') && previous !== first) {
    reading.anchor = {}
    attach(reading, ending)
    return { ...head, tokens: tokens.texts.slice(0, -2), lines: [] }
  }
  return finishLine(reading, first, tokens, before)
}

interface Tokens {
  readonly texts: readonly string[]
  readonly previous: Token
  readonly last: Token
  readonly ending: Token
}

function readTokens({ lexer }: Reading, first: Token): Tokens {
  const texts = [first.text]
  let previous = first
  let last = first
  for (;;) {
    const token = lexer.next()
    if (endsLine(token)) return { texts, previous, last, ending: token }
    texts.push(token.text)
    previous = last
    last = token
  }
}

function finishLine(
  reading: Reading,
  first: Token,
  { texts, last, ending }: Tokens,
  before: readonly string[],
): Line {
  const row: Row = { tokens: texts, line: first.line, start: first.start, before }
  if (last.endLine === first.line) reading.anchor = row
  attach(reading, ending)
  return row
}

function readBlockLines(reading: Reading, block: Token): Line[] {
  const { file, lexer } = reading
  const lines: Line[] = []
  let before = nothing
  for (;;) {
    const token = lexer.next()
    if (token.kind === 'end') {
      const text = `block opened at ${file}:${block.line} is never closed`
      lexer.fail(text, token.start, token.line)
    } else if (isMark(token, ')')) {
      closeBlock(reading)
      return lines
    } else if (token.kind === 'newline' || token.kind === 'note') {
      before = withComment(before, token, lines.length === 0)
    } else {
      lines.push(finishLine(reading, token, readTokens(reading, token), before))
      before = nothing
    }
  }
}

function withComment(before: string[], token: Token, first: boolean): string[] {
  const text = token.kind === 'note' ? token.text : ''
  if (text === '' && (before.length === 0 ? first : before.at(-1) === '')) return before
  return withText(before, text)
}

function withText(list: string[], text: string): string[] {
  if (list === nothing) return [text]
  list.push(text)
  return list
}

function closeBlock(reading: Reading): void {
  reading.anchor = {}
  const token = reading.lexer.next()
  if (!endsLine(token)) {
    reading.lexer.fail('only a comment may follow ")" on its line', token.end, token.endLine)
  }
  attach(reading, token)
}

function attach({ anchor }: Reading, ending: Token): void {
  if (ending.kind !== 'suffix') return
  if (anchor.suffix === undefined) anchor.suffix = [ending.text]
  else anchor.suffix.push(ending.text)
}

function endsLine(token: Token): boolean {
  return token.kind === 'newline' || token.kind === 'suffix' || token.kind === 'end'
}

function isMark(token: Token, mark: string): boolean {
  return token.kind === 'mark' && token.text === mark
}
