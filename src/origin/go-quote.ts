/**
 * Quotes text as Go's `%q` does: what it prints is part of the bytes that `Origin.TagSum` is a hash of.
 *
 * Source: `strconv.Quote`; letters and marks that Go counts as printable stand for themselves.
 */
export function goQuote(text: string): string {
  let quoted = '"'
  for (const char of text) quoted += quotedChar(char)
  return `${quoted}"`
}

const named: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

function quotedChar(char: string): string {
  const name = named[char]
  if (name !== undefined) return name
  if (char === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(char)) return char
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
