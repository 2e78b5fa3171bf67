import { decodeText } from './decode.ts'

const encoder = new TextEncoder()
const piece =
  /[^"\\\n]+|\\(?:([abfnrtv\\"])|x([\da-fA-F]{2})|([0-3][0-7]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y

const escapes = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
])

/**
 * The value of a Go string literal, in double quotes or backquotes, that takes up the whole text;
 * undefined when it is not one. Bytes that are not UTF-8 come out as U+FFFD.
 * Source: `strconv.Unquote`.
 */
export function unquote(literal: string): string | undefined {
  if (literal.length < 2 || literal.at(0) !== literal.at(-1)) return undefined
  const inner = literal.slice(1, -1)
  if (literal.startsWith('`')) return inner.includes('`') ? undefined : inner.replaceAll('\r', '')
  return literal.startsWith('"') ? unescape(inner) : undefined
}

function unescape(inner: string): string | undefined {
  const chunks: Uint8Array[] = []
  let at = 0
  while (at < inner.length) {
    piece.lastIndex = at
    const match = piece.exec(inner)
    if (match === null) return undefined
    const chunk = valueOf(match)
    if (chunk === undefined) return undefined
    chunks.push(chunk)
    at = piece.lastIndex
  }
  return decodeText(concat(chunks))
}

function valueOf(match: RegExpExecArray): Uint8Array | undefined {
  const [text, short, hex, octal, unicode4, unicode8] = match
  if (short !== undefined) return Uint8Array.of(escapes.get(short) ?? short.charCodeAt(0))
  if (hex !== undefined) return Uint8Array.of(Number.parseInt(hex, 16))
  if (octal !== undefined) return Uint8Array.of(Number.parseInt(octal, 8))
  const unicode = unicode4 ?? unicode8
  if (unicode === undefined) return encoder.encode(text)
  const codePoint = Number.parseInt(unicode, 16)
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined
  return encoder.encode(String.fromCodePoint(codePoint))
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
