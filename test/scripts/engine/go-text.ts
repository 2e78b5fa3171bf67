/** What Go's escapes of one letter mean; the rest is written in numbers. */
const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
}

/**
 * What stands between the double quotes of a Go string literal, as text; `\x` and octal escapes are bytes of UTF-8.
 *
 * @throws Error when an escape is unknown
 */
export function unquoteGo(literal: string): string {
  const escape =
    /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.?))|[^\\]+/gsy
  const pieces: Buffer[] = []
  for (const [all, hex, octal, short, long, letter] of literal.matchAll(escape)) {
    const byte = hex === undefined ? octal && Number.parseInt(octal, 8) : Number.parseInt(hex, 16)
    const rune = short ?? long
    if (typeof byte === 'number') pieces.push(Buffer.of(byte))
    else if (rune !== undefined)
      pieces.push(Buffer.from(String.fromCodePoint(Number.parseInt(rune, 16))))
    else if (letter === undefined) pieces.push(Buffer.from(all))
    else {
      const meant = letters[letter]
      if (meant === undefined) throw new Error(`"${all}" is no escape of a Go string`)
      pieces.push(Buffer.from(meant))
    }
  }
  return Buffer.concat(pieces).toString()
}

/** Escapes of Go that JavaScript writes otherwise. */
const anchors: Readonly<Record<string, string>> = { A: '(?<![\\s\\S])', z: '(?![\\s\\S])' }

/**
 * A regular expression of Go (RE2 syntax) with `^` and `$` at every line, as far as scripts use it. Source of the
 * syntax: package `regexp/syntax`.
 *
 * @throws SyntaxError when it is none
 */
export function goRegexp(pattern: string): RegExp {
  const [leading = '', letters = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? []
  const source = pattern
    .slice(leading.length)
    .replaceAll(/\\Q(.*?)(?:\\E|$)/gs, (_, literal: string) => quoteRegexp(literal))
    .replaceAll(/\\(.)/gs, (all, letter: string) => anchors[letter] ?? all)
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\[(\^?)\]/g, '[$1\\]')
  return new RegExp(source, [...new Set(`gm${letters}`)].join(''))
}

/** The regular expression that matches `text` only. Source: `regexp.QuoteMeta`. */
export function quoteRegexp(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/**
 * Milliseconds of a duration of Go, such as `1m30s`. Source: `time.ParseDuration`.
 *
 * @throws Error when it is none, or finer than milliseconds
 */
export function durationMs(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) throw new Error(`"${text}" is no duration`)
  const parts = text.matchAll(/([\d.]+)([a-z]+)/g)
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0)
}
