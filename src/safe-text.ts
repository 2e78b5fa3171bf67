/**
 * What a terminal obeys and what turns, joins or hides text: control characters (C0, DEL, C1), lone surrogates,
 * format characters (bidi, zero-width, tags), line and paragraph separators, variation selectors and blank letters. What
 * these properties are is looked up when the expression is first met, which is no work for every start.
 */
const hostile = () =>
  /\p{Control}|\p{Surrogate}|\p{Format}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|\u034f|[\u115f\u1160\u3164\uffa0]/gu

/** `::` at the start of a word and `##[` are commands to some continuous integration logs. */
const command = /(?<=^|\s)::|##\[/g

/** The text of a private key of a log or a witness, as `tlog/signer.ts` reads it, also where it is part of a URL. */
const privateKey = /PRIVATE(?:\+|%2B)KEY[^\s"'`\\]*/gi

/** The text without any private key that was put in it by mistake. */
export function withoutKeys(text: string): string {
  return text.replace(privateKey, 'PRIVATE+KEY…')
}

/**
 * Text from outside made harmless for a terminal: one line, what would act on it shown as `‹1B›`, and no private key in it.
 */
export function safeText(text: string, utf8 = true): string {
  const [open, close] = utf8 ? '‹›' : '<>'
  const named = (char: string): string => {
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase()
    return `${open}${code.length > 2 ? `U+${code.padStart(4, '0')}` : code.padStart(2, '0')}${close}`
  }
  const visible = withoutKeys(text)
    .replace(hostile(), named)
    .replace(command, (found) => named(found.charAt(0)) + found.slice(1))
  return utf8 ? visible : visible.replaceAll('→', '->').replace(/[^\u0020-\u007e]/gu, named)
}

/** {@link safeText} of each line. */
export function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => safeText(line))
    .join('\n')
}

/** {@link safeText} of text that may have several lines, as one. */
export function safeLine(text: string): string {
  return safeText(text.replaceAll('\n', ' '))
}

/** JSON text that is the same value, with what {@link safeText} would show written as `\u009B`. */
export function safeJson(json: string): string {
  return json.replace(hostile(), (char) => (char < ' ' ? char : escapedUnits(char)))
}

function escapedUnits(char: string): string {
  return char
    .split('')
    .map((unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0'))
    .join('')
}

/** What a server said: its first 200 characters. */
export function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** What a server said beside a status, to follow “says”: {@link excerpt}, as one harmless line in quotes; or `nothing`. */
export function quoted(text: string): string {
  const line = safeLine(text.trim())
  return line === '' ? 'nothing' : JSON.stringify(excerpt(line))
}
