import { raw } from 'hono/html'
import { cut, html, type Html } from '../page/html.ts'

/** The most of a text that is shown: lines, and characters of each. */
const [mostLines, mostOfLine] = [200, 500]

/** Templates keep no line ends of their own where they are laid out anew. */
const lineEnd = raw('\n')

/** A text of several lines, for a `pre`: each ended, and what is too much of it left out. */
export function textLines(text: string): Html {
  const lines = text.replace(/\n$/, '').split('\n')
  const shown = lines
    .slice(0, mostLines)
    .map((line) => [cut(line.replaceAll('\t', '    '), mostOfLine), lineEnd])
  return html`${shown}${lines.length > mostLines ? '…' : ''}`
}
