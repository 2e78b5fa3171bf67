import { numberText } from '../units.ts'

/** Notes of one kind that are shown whole. */
const mostAlike = 3

/**
 * Notes for people: of those that say the same of many names, the first few and how many more there are. Two are alike
 * when they differ in names, places and numbers only. The JSON report has all.
 */
export function notesText(notes: readonly string[]): string[] {
  return [...Map.groupBy(notes, kindOf).values()].flatMap((alike) => {
    const more = alike.length - mostAlike
    if (more < 2) return alike
    const rest = `and ${numberText(more)} more like that; --json has them all`
    return alike.slice(0, mostAlike).concat(rest)
  })
}

/** A note without what is no plain word. */
function kindOf(note: string): string {
  return note
    .split(' ')
    .map((word) => (/^[A-Za-z]{1,20}[,;:.]?$|^\d{1,3}[,;:.]?$/.test(word) ? word : '*'))
    .join(' ')
}
