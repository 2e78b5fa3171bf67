import { loudestFirst } from '../loudness.ts'
import type { Report, Summary } from '../report.ts'
import { numberText } from '../units.ts'
import { openFirst, sentencesOf } from '../words/sentences.ts'
import { buildSection } from './build-section.ts'
import { fitted, type Room, type Section } from './fit.ts'
import { acceptedSection, fragileSection, pathsSection, unansweredSection } from './details.ts'
import { findingsTable, reasonsList } from './findings.ts'
import { askedSection, notesSection } from './run-facts.ts'

/** Where the text goes: the summary of a GitHub job may have 1 MiB, an issue 65,536 characters. */
export type MarkdownAim = 'summary' | 'issue'

const rooms: Readonly<Record<MarkdownAim, Room>> = {
  summary: { most: 900_000, size: (text) => Buffer.byteLength(text) },
  issue: { most: 60_000, size: (text) => text.length },
}

/**
 * The report as GitHub Flavored Markdown, loudest first, without anything that pings, loads or links. What has no room
 * is left out, and the first line says so. A report that is incomplete opens with that.
 */
export function markdownReport(report: Report, aim: MarkdownAim = 'summary'): string {
  const modules = report.modules.toSorted(loudestFirst)
  const [first = '', ...others] = openFirst(sentencesOf(report))
  const [headline = '', ...rest] = first.replace(/\.$/, '').split('. ')
  const lines = [countsText(report), ...[...rest, ...others].map((text) => ended(text))]
  const top: Section = {
    noun: 'line',
    head: '',
    items: lines.map((line, index) => (index === 0 ? `${line}\n` : `\n${line}\n`)),
    foot: '\n',
  }
  const loud = modules.filter(({ verdict }) => verdict.class !== 'ok')
  const sections = [
    top,
    buildSection(report),
    reasonsList(loud, report.at),
    findingsTable(loud, report.at),
    pathsSection(loud),
    fragileSection(loud, report.at),
    unansweredSection(loud),
    acceptedSection(loud),
    notesSection(report),
    askedSection(report),
  ]
  return fitted(`### ${headline}`, sections, rooms[aim])
}

const ended = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

function countsText({ summary, accepted, level, exit }: Report): string {
  const count = (what: keyof Summary): string => `${numberText(summary[what])} ${what}`
  const known = Object.values(accepted).reduce((sum, one) => sum + one, 0)
  return [
    `**${(['changed', 'lost', 'undetermined'] as const).map(count).join(' · ')}**`,
    count('fragile'),
    count('ok'),
    ...(known > 0 ? [`${numberText(known)} accepted`] : []),
    `level ${level}`,
    `exit ${exit}`,
  ].join(' · ')
}
