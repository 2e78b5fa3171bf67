import { isPrint, trimSpace } from './mod-file/chars.ts'
import { decodeText } from './mod-file/decode.ts'
import { unquote } from './mod-file/unquote.ts'

/**
 * The path in the first `module` line of a go.mod file, found without reading the rest; '' when
 * there is none, or when it is a malformed string. It is not checked: what follows the word stands
 * as it is.
 *
 * Source: `modfile.ModulePath`.
 */
export function modulePathOf(text: Uint8Array): string {
  for (const line of linesOf(decodeText(text))) {
    const statement = trimSpace(cutComment(line))
    if (!statement.startsWith('module')) continue
    const rest = statement.slice('module'.length)
    const value = trimSpace(rest)
    if (value === rest) continue
    return /^["`]/.test(value) ? (unquote(value) ?? '') : value
  }
  return ''
}

/**
 * What follows the word `go` on the first line of a go.mod or go.work file that starts with it,
 * found without reading the rest; '' when there is no such line. It is not checked.
 *
 * Source: `cmd/go/internal/gover.GoModLookup` with the key `go`.
 */
export function goLine(text: Uint8Array): string {
  for (const line of linesOf(decodeText(text))) {
    const statement = trimSpace(line)
    if (/^go[ \t]/.test(statement)) return trimSpace(cutComment(statement.slice('go'.length)))
  }
  return ''
}

/**
 * Text as one token of a go.mod file: quoted if it would not be one as it stands.
 *
 * Source: `modfile.AutoQuote`.
 */
export function autoQuote(s: string): string {
  return needsQuotes(s) ? `"${Array.from(s.toWellFormed(), escape).join('')}"` : s
}

function* linesOf(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield text.slice(start, end)
    start = end + 1
  }
}

function cutComment(line: string): string {
  const comment = line.indexOf('//')
  return comment < 0 ? line : line.slice(0, comment)
}

function needsQuotes(s: string): boolean {
  if (s === '' || /[ "'`]|\/\/|\/\*/.test(s)) return true
  if (s.length > 1 && /[()[\]{},]/.test(s)) return true
  return Array.from(s.toWellFormed()).some((char) => !isPrint(char.codePointAt(0) ?? 0))
}

const shortEscapes = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
])

// Source: `strconv.Quote`.
function escape(char: string): string {
  const short = shortEscapes.get(char)
  if (short !== undefined) return short
  const codePoint = char.codePointAt(0) ?? 0
  if (isPrint(codePoint)) return char
  const hex = codePoint.toString(16)
  if (codePoint < 0x80) return `\\x${hex.padStart(2, '0')}`
  return codePoint < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
