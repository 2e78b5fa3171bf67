import type { Report } from '../report.ts'
import { bytesText, counted, numberText, secondsText } from '../units.ts'
import { momentText } from '../words/dates.ts'
import { notesText } from '../words/notes.ts'
import { totalAsked } from '../words/total-asked.ts'
import { codeSpan } from './code-span.ts'
import { details } from './details.ts'
import type { Section } from './fit.ts'

/** What was asked of whom, how long it took, and by which command. */
export function askedSection(report: Report): Section {
  const { requests, target, commit, command, headwater, at, millis } = report
  const hosts = Object.entries(requests.hosts)
  const total = totalAsked(requests)
  const left = requests.underWay ? ', not counting requests under way' : ''
  const asked = `${counted(total.hosts, 'host')}, ${counted(total.requests, 'request')}, ${bytesText(total.bytes)}`
  const where = commit === null ? '' : ` at ${codeSpan(commit.slice(0, 7))}`
  return details(`Asked ${asked}`, 'host', [
    `${codeSpan(command)} on ${codeSpan(target)}${where}, ${momentText(at)}, ${secondsText(millis)}${left}, by headwater ${codeSpan(headwater)}`,
    ...hosts
      .toSorted(([, a], [, b]) => b.requests - a.requests)
      .map(
        ([host, { requests, bytes }]) =>
          `${codeSpan(host)}: ${numberText(requests)}, ${bytesText(bytes)}`,
      ),
  ])
}

/** Remarks on files and settings. */
export function notesSection({ notes }: Report): Section {
  return details(counted(notes.length, 'note'), 'note', notesText(notes).map(codeSpan))
}
