import { withoutKeys } from '../safe-text.ts'

const maxLines = 8
const maxBytes = 648
const maxHintLines = 3
const maxHintBytes = 240

/**
 * A body that the go command prints whole: what failed, then the way out, each line ended by `\n`. At
 * most 8 lines and 648 bytes of graphic characters and spaces, with no blank line. What is too long is
 * cut between characters and ends in `…`; the hint keeps its room. Each line counts one byte more than it has,
 * as the go command indents it. No private key is in it.
 *
 * Source: cmd/go/internal/web.Response.formatErrorDetail, which drops or truncates anything else.
 */
export function errorText(message: string, hint = ''): string {
  const way = fit(printable(hint), maxHintLines, maxHintBytes)
  const room = maxBytes - way.reduce((sum, line) => sum + cost(line), 0)
  const what = fit(printable(message), maxLines - way.length, room)
  if (what.length === 0) what.push('Failed without a reason')
  return `${[...what, ...way].join('\n')}\n`
}

function printable(text: string): string[] {
  return withoutKeys(text)
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .map((line) =>
      line
        .replaceAll('\t', ' ')
        .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/gu, '\uFFFD')
        .trim(),
    )
    .filter((line) => line !== '')
}

function fit(lines: string[], most: number, room: number): string[] {
  const fitting: string[] = []
  let left = room
  for (const [i, line] of lines.slice(0, most).entries()) {
    const isCut = i === most - 1 && lines.length > most
    const text = cut(isCut ? `${line}…` : line, left - 2)
    if (text === '') break
    fitting.push(text)
    left -= cost(text)
  }
  return fitting
}

function cut(line: string, room: number): string {
  const bytes = Buffer.from(line)
  if (bytes.length <= room) return line
  let end = room - Buffer.byteLength('…')
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return end > 0 ? `${bytes.toString('utf8', 0, end)}…` : ''
}

function cost(line: string): number {
  return Buffer.byteLength(line) + 2
}
