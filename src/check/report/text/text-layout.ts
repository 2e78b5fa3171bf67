import { styleText } from 'node:util'
import { safeText } from '../../../safe-text.ts'
import type { VerdictClass } from '../../../verify/judge/verdicts.ts'

/** How text is to look. */
export interface TextStyle {
  /** Columns. */
  readonly width: number
  /** Whether the terminal shows more than ASCII. */
  readonly utf8: boolean
  readonly color: boolean
  readonly verbose: boolean
}

/** A label such as `saw`, and text to be wrapped beside it. */
export interface Labelled {
  readonly label: string
  readonly text: string
}

/** From this width on there is room for the longer wording. */
export const wideFrom = 100

const labelWidth = 9
const minWidth = 72
const maxWidth = 120
const pipedWidth = 80

/** The width to write for: that of the terminal within limits, 80 when there is none. */
export function widthFor(columns: number | undefined): number {
  return columns === undefined ? pipedWidth : Math.min(maxWidth, Math.max(minWidth, columns))
}

/** Whether an environment asks for UTF-8. Source: POSIX.1-2024 Base Definitions §8.2 */
export function speaksUtf8(env: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '')
}

/** Text from outside, harmless and in characters that the terminal has. */
export function shown(text: string, { utf8 }: TextStyle): string {
  return safeText(utf8 ? text : text.replaceAll('…', '...'), utf8)
}

/** Breaks text at spaces into lines of at most `width`; a longer word stands alone, whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Lines of a label and its text, the later ones below the first. */
export function labelled({ label, text }: Labelled, style: TextStyle): string[] {
  const lines = wrap(shown(text, style), style.width - 2 - labelWidth)
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(labelWidth)}${line}`)
}

/** `left`, and `right` at the right edge: on the same line if there is room, else on the next. */
export function atBothEdges(left: string, right: string, width: number): string[] {
  const gap = width - left.length - right.length
  return gap >= 2 ? [left + ' '.repeat(gap) + right] : [left, right.padStart(width)]
}

const colors = {
  changed: ['bold', 'magenta'],
  lost: ['bold', 'red'],
  fragile: ['yellow'],
  undetermined: [],
  ok: [],
} as const satisfies Record<VerdictClass, readonly string[]>

/** Colours the word at the start of a line. */
export function colored(line: string, word: string, of: VerdictClass, style: TextStyle): string {
  const [...formats] = colors[of]
  if (!style.color || formats.length === 0 || !line.startsWith(word)) return line
  return styleText(formats, word, { validateStream: false }) + line.slice(word.length)
}
