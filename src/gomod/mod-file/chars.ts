const spaces = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const space = new RegExp(`[${spaces}]`)
const spaceRun = new RegExp(`[${spaces}]+`)

/**
 * Whether a UTF-16 unit is white space to Go. Differs from `\s` in U+0085 (space here) and U+FEFF
 * (not).
 * Source: `unicode.IsSpace`.
 */
export function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  return space.test(String.fromCharCode(unit))
}

/**
 * Whether a code point is printable to Go: letters, marks, numbers, punctuation, symbols and the
 * ASCII space. Characters younger than the Go release's Unicode tables may be judged differently.
 * Source: `unicode.IsPrint`.
 */
export function isPrint(codePoint: number): boolean {
  if (codePoint < 0x80) return codePoint >= 0x20 && codePoint < 0x7f
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(codePoint))
}

/** Text without the white space at both ends, in linear time. Source: `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** The words between runs of white space; none of them empty. Source: `strings.Fields`. */
export function fields(text: string): string[] {
  const trimmed = trimSpace(text)
  return trimmed === '' ? [] : trimmed.split(spaceRun)
}
