import type { Advice } from '../../way-out/way-out.ts'
import { besideLabel, fullest, labelled, shown, type TextStyle } from './text-layout.ts'

/** What advice is laid out for. */
export interface AdvicePlace {
  /** Columns that labels take. */
  readonly column: number
  /** Whether the block is the whole report, so that everything is said in full. */
  readonly isWhole: boolean
}

/**
 * The lines of advice: each text beside its label, and each command alone on its line, never wrapped. Where the block is
 * one of many, what must never be done follows the way out in a few words, if it has them and they fit.
 */
export function adviceLines(
  advice: readonly Advice[],
  style: TextStyle,
  { column, isWhole }: AdvicePlace,
): string[] {
  const shownHere = advice.filter(({ label }) => isWhole || !whole.has(label))
  const never = isWhole ? undefined : shownHere.find(({ short }) => short !== undefined)
  const width = besideLabel(style, column)
  const suffix = never?.short === undefined ? '' : `; do not ${never.short}`
  const first = shownHere.find(({ label }) => label === 'way out')
  const isMerged =
    first !== undefined && suffix !== '' && first.text.length + suffix.length <= width
  return shownHere.flatMap((one) => {
    if (isMerged && one === never) return []
    const { label, text, long, command } = one
    const end = isMerged && one === first ? suffix : ''
    const texts = (long === undefined ? [text] : [text, long]).map((said) =>
      shown(said + end, style),
    )
    const lines = labelled({ label, text: fullest(texts, width), column }, style)
    return lines.concat(command === undefined ? [] : `    ${shown(command, style)}`)
  })
}

const whole: ReadonlySet<Advice['label']> = new Set(['safe', 'tell them'])
