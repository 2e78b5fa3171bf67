import { isPrint, isSpace } from './chars.ts'
import { ModFileError } from './mod-file-error.ts'

/**
 * What a token is: `mark` is one of `( ) [ ] { } ,`; `note` is a comment with a line of its own;
 * `suffix` is a comment after other tokens. Both kinds of comment include the newline that ends
 * them.
 */
export type TokenKind = 'end' | 'newline' | 'note' | 'suffix' | 'word' | 'string' | 'mark'

/** A token, its text as it stands in the file, except that a comment lacks its line end. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Where it starts and ends, in UTF-16 units from 0. */
  readonly start: number
  readonly end: number
  /** The lines it starts and ends on, from 1; a string with an escaped newline spans two. */
  readonly line: number
  readonly endLine: number
}

/** Reads a file token by token. */
export interface Lexer {
  /**
   * The next token; at the end of the text `end`, again and again.
   *
   * @throws ModFileError on bad syntax.
   */
  next(): Token
  /**
   * Throws a ModFileError for the place given in UTF-16 units, which must lie on the given line.
   */
  fail(text: string, at: number, line: number): never
}

const marks = '()[]{},'

/**
 * Cuts the text of a go.mod or go.work file into tokens, in linear time.
 * Source: the lexical rules of `x/mod/modfile` (read.go) and
 * https://go.dev/ref/mod#go-mod-file-lexical.
 */
export function lex(file: string, source: string): Lexer {
  let at = 0
  let line = 1

  function fail(text: string, where: number, line: number): never {
    throw new ModFileError(file, [{ line, column: columnOf(source, where), text }])
  }

  function take(kind: TokenKind, end: number, endLine = line): Token {
    const token = { kind, text: source.slice(at, end), start: at, end, line, endLine }
    at = end
    line = endLine
    return token
  }

  function takeComment(): Token {
    const newline = source.indexOf('\n', at)
    const kind = isFirstOnLine(source, at) ? 'note' : 'suffix'
    if (newline < 0) return take(kind, source.length)
    const token = take(kind, newline + 1, line + 1)
    return { ...token, text: token.text.replace(/\r?\n$/, '') }
  }

  function takeString(quote: string): Token {
    let lines = 0
    for (let end = at + 1; end < source.length; end++) {
      const char = source[end]
      if (char === quote) return take('string', end + 1, line + lines)
      if (char === '\n')
        fail(`string ${quote} is still open at the end of the line`, end, line + lines)
      if (char === '\\' && quote === '"' && source[++end] === '\n') lines++
    }
    return fail(`string ${quote} is never closed`, at, line)
  }

  function takeWord(): Token {
    let end = at
    for (;;) {
      const codePoint = source.codePointAt(end) ?? 0
      if (!isWordPart(codePoint) || source.startsWith('//', end)) break
      if (source.startsWith('/*', end)) failOnBlockComment(end)
      end += codePoint > 0xffff ? 2 : 1
    }
    if (end > at) return take('word', end)
    const code = (source.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return fail(`character U+${code} is not allowed here`, at, line)
  }

  function failOnBlockComment(where: number): never {
    return fail('"/*" found, but comments here start with "//" only', where, line)
  }

  function next(): Token {
    while (at < source.length && ' \t\r'.includes(source.charAt(at))) at++
    const char = source.charAt(at)
    if (char === '') return take('end', at)
    if (source.startsWith('//', at)) return takeComment()
    if (source.startsWith('/*', at)) return failOnBlockComment(at)
    if (char === '\n') return take('newline', at + 1, line + 1)
    if (marks.includes(char)) return take('mark', at + 1)
    return char === '"' || char === '`' ? takeString(char) : takeWord()
  }

  return { next, fail }
}

/**
 * Column of a place in the text (UTF-16 units from 0), in code points from 1. Cost: the line's
 * length.
 */
export function columnOf(source: string, at: number): number {
  const start = at === 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1
  let column = 1
  for (const _ of source.slice(start, at)) column++
  return column
}

function isWordPart(codePoint: number): boolean {
  if (codePoint > 0x7f) return isPrint(codePoint)
  return codePoint > 0x20 && codePoint < 0x7f && !marks.includes(String.fromCharCode(codePoint))
}

function isFirstOnLine(source: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && source[i] !== '\n'; i--) {
    if (!isSpace(source.charCodeAt(i))) return false
  }
  return true
}
