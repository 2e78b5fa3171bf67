import { XmlSyntaxError } from './xml-syntax-error.ts'

/** The page, one character per byte, and how far it is read. */
export interface Source {
  readonly page: string
  at: number
}

/** Takes what a sticky pattern, which always matches, matches here. */
export function take(source: Source, pattern: RegExp): string {
  pattern.lastIndex = source.at
  const found = pattern.exec(source.page)?.[0] ?? ''
  source.at += found.length
  return found
}

/**
 * Takes everything up to `end`, and goes behind that.
 *
 * @throws XmlSyntaxError if there is no `end`
 */
export function upTo(source: Source, end: string): string {
  const found = source.page.indexOf(end, source.at)
  if (found < 0) throw atEnd(source)
  const taken = source.page.slice(source.at, found)
  source.at = found + end.length
  return taken
}

/**
 * The next character.
 *
 * @throws XmlSyntaxError at the end of the page
 */
export function peek(source: Source): string {
  const character = source.page[source.at]
  if (character === undefined) throw atEnd(source)
  return character
}

/**
 * Takes the next character if it is this one.
 *
 * @throws XmlSyntaxError at the end of the page
 */
export function skip(source: Source, character: string): boolean {
  if (peek(source) !== character) return false
  source.at += 1
  return true
}

/**
 * Takes the next character.
 *
 * @throws XmlSyntaxError if it is another, or there is none
 */
export function expect(source: Source, character: string, otherwise: string): void {
  if (!skip(source, character)) throw fault(source, otherwise)
}

/** The error of what was just read. */
export function fault(source: Source, reason: string): XmlSyntaxError {
  const line = source.page.slice(0, source.at).split('\n').length
  return new XmlSyntaxError(reason, line, source.at >= source.page.length)
}

/** The error of a page that ends in the middle of something. */
export function atEnd(source: Source): XmlSyntaxError {
  return fault({ page: source.page, at: source.page.length }, 'the page ends too early')
}
