import type { ReportModule } from '../report.ts'
import { dayText } from '../words/dates.ts'
import { changedLinesText } from '../words/difference.ts'
import { witnessesOf } from '../words/witnesses.ts'
import { labelled, wideFrom, type Labelled, type TextStyle } from './text-layout.ts'

/** Columns that the word beside a hash takes before the commit. */
const markWidth = 13

/**
 * What each witness says of the content of a version that changed, by which commits, and which files differ.
 *
 * @param column columns that labels take
 * @param now when the check began, RFC 3339
 */
export function witnessLines(
  module: ReportModule,
  style: TextStyle,
  column: number,
  now: string,
): string[] {
  const isWide = style.width >= wideFrom
  const rows: Labelled[] = witnessesOf(module).map(({ who, sum, isSame, commit, at }) => {
    const mark = isSame === undefined ? '' : isSame ? 'same' : 'DIFFERENT'
    const from = commitText(commit, at, now, ', ')
    const end = isWide && from !== '' ? `${mark.padEnd(markWidth)}commit ${from}` : mark
    return { label: who, text: end === '' ? sum : `${sum}   ${end}` }
  })
  if (!isWide) rows.push(...commitRow(module, now))
  const { difference } = module
  if (difference !== null) rows.push({ label: 'files', text: changedLinesText(difference) })
  return rows.flatMap((row) => labelled({ ...row, column }, style))
}

function commitRow(module: ReportModule, now: string): Labelled[] {
  const commits = witnessesOf(module)
    .map(({ commit, at }) => commitText(commit, at, now, ' on '))
    .filter((text) => text !== '')
  return commits.length === 0 ? [] : [{ label: 'commit', text: commits.join('  →  ') }]
}

function commitText(commit: string | null, at: string | null, now: string, by: string): string {
  if (commit === null) return ''
  return at === null ? commit.slice(0, 7) : `${commit.slice(0, 7)}${by}${dayText(at, now)}`
}
