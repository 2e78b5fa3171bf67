import { safeText } from '../../../safe-text.ts'

/** Longer text is cut. */
const most = 500

/**
 * Text from outside as a code span, in which nothing is a link, an image, a name that is pinged or HTML: what a terminal
 * or a reader would obey is shown, and the fence is longer than any inside. Source: GitHub Flavored Markdown §6.3
 */
export function codeSpan(text: string): string {
  const safe = safeText(text.length > most ? `${text.slice(0, most)}…` : text)
  if (safe.trim() === '') return ''
  const runs = [...safe.matchAll(/`+/g)].map(([run]) => run.length)
  const fence = '`'.repeat(Math.max(0, ...runs) + 1)
  const pad = /^`|`$|^ .* $/.test(safe) ? ' ' : ''
  return `${fence}${pad}${safe}${pad}${fence}`
}

/**
 * {@link codeSpan} for a cell of a table, where a bar ends the cell even in code. One after a backslash is shown as
 * `‹7C›`, since renderers differ about what that backslash escapes. Source: GitHub Flavored Markdown §4.10
 */
export function cellCode(text: string): string {
  return inCell(codeSpan(text))
}

/** Words and numbers as they are, anything else as {@link codeSpan}: it could mean something in Markdown. */
export function plainOrCode(text: string): string {
  return /^(?:(?:[A-Za-z]{1,24}|\d{1,3})[,;:.]?(?: |$))+$/.test(text) ? text : codeSpan(text)
}

/** {@link plainOrCode} for a cell of a table. */
export function cellText(text: string): string {
  return inCell(plainOrCode(text))
}

function inCell(text: string): string {
  return text.replaceAll(/\\\|/g, '\\‹7C›').replaceAll('|', String.raw`\|`)
}
