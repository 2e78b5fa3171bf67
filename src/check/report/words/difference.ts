import type { Difference, FileDifference } from '../../outcome.ts'
import { counted, numberText } from '../units.ts'

/** File names that are told; the others are counted. */
const mostNames = 3

/** What changed, in a few words: `1 of 38 files differs: README.md; no Go code`. */
export function differenceText({ files, differing, of, goCode }: Difference): string {
  const names = listed(
    files.map(({ name }) => name),
    differing,
  )
  const code = goCode ? 'Go code among them' : 'no Go code'
  return `${numberText(differing)} of ${counted(of, 'file')} ${differs(differing)}: ${names}; ${code}`
}

/** What changed, with the lines counted: `1 of 38 differs   README.md +2 -1   Go code: none`. */
export function changedLinesText({ files, differing, of, goCode }: Difference): string {
  const names = listed(files.map(linesText), differing)
  const code = `Go code: ${goCode ? 'changed' : 'none'}`
  return `${numberText(differing)} of ${numberText(of)} ${differs(differing)}   ${names}   ${code}`
}

/** How a file changed: `README.md +2 -1`. */
export function linesText({ name, added, removed }: FileDifference): string {
  return `${name} +${numberText(added)} -${numberText(removed)}`
}

const differs = (count: number): string => (count === 1 ? 'differs' : 'differ')

function listed(names: readonly string[], total: number): string {
  const told = names.slice(0, mostNames)
  const more = total - told.length
  return more > 0 ? `${told.join(', ')} and ${numberText(more)} more` : told.join(', ')
}
