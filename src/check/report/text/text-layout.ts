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
  /** Whether module names and URLs may be links (OSC 8); not unless told. */
  readonly links?: boolean
  readonly verbose: boolean
}

/** A label such as `saw`, and text to be wrapped beside it. */
export interface Labelled {
  readonly label: string
  readonly text: string
  /** Columns that labels take; 9 unless told otherwise. */
  readonly column?: number
}

/** From this width on there is room for the longer wording. */
export const wideFrom = 100

/** Columns that labels take, with the space behind them. */
export const labelWidth = 9
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

/** Breaks text at spaces into lines of at most `width`; a longer word stands alone, whole. What fits stays as it is. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text]
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

/** {@link wrap}, but between sentences where that takes no more lines. */
export function wrapSentences(text: string, width: number): string[] {
  const lines = wrap(text, width)
  const whole: string[] = []
  for (const sentence of text.split(/(?<=\.) /)) {
    const last = whole.at(-1)
    if (last !== undefined && last.length + 1 + sentence.length <= width) {
      whole[whole.length - 1] = `${last} ${sentence}`
    } else whole.push(...wrap(sentence, width))
  }
  return whole.length > lines.length ? lines : whole
}

/**
 * Chooses of several wordings, the shortest first, the fullest that takes no more lines than the first.
 *
 * @param width columns of a line
 * @param tail columns that must be left free at the end of the last line
 */
export function fullest(texts: readonly string[], width: number, tail = 0): string {
  const lines = (text: string): number => {
    const all = wrap(text, width)
    return all.length + ((all.at(-1)?.length ?? 0) + tail > width ? 1 : 0)
  }
  const [first = ''] = texts
  return texts.findLast((text) => lines(text) <= lines(first)) ?? first
}

/** Columns beside a label. */
export function besideLabel({ width }: TextStyle, column = labelWidth): number {
  return width - 2 - column
}

/** Lines of a label and its text, the later ones below the first. */
export function labelled({ label, text, column }: Labelled, style: TextStyle): string[] {
  const lines = wrap(shown(text, style), besideLabel(style, column))
  return lines.map((line, index) => {
    return `  ${(index === 0 ? label : '').padEnd(column ?? labelWidth)}${line}`
  })
}

/** `left`, and `right` at the right edge: on the same line if there is room, else on the next. */
export function atBothEdges(left: string, right: string, width: number): string[] {
  const gap = width - left.length - right.length
  return gap >= 2 ? [left + ' '.repeat(gap) + right] : [left, right.padStart(width)]
}

/** The word of a class at the start of a line, as wide as each of them is, or with two spaces behind it. */
export function wordColumn(word: string): string {
  return `${word.toUpperCase()}  `.padEnd(labelWidth)
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
