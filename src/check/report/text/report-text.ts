import { isFine } from '../../../verify/judge/verdicts.ts'
import { quietestFirst } from '../loudness.ts'
import type { Report, ReportModule } from '../report.ts'
import { counted, numberText, secondsText } from '../units.ts'
import { isOneModule, sentencesOf } from '../words/sentences.ts'
import { askedText } from '../words/total-asked.ts'
import { blockLines } from './block-lines.ts'
import { buildLines, quietBuildLines } from './build-lines.ts'
import { groupsOf, type Group } from './groups.ts'
import { headLines } from './head-lines.ts'
import { atBothEdges, shown, wideFrom, wrapSentences, type TextStyle } from './text-layout.ts'

/** Blocks printed whole; the quietest of more get one line each. */
const mostBlocks = 20

/**
 * The report for a terminal: quiet things first, so that the last screenful has what matters. What is fragile is left
 * out of a report that is incomplete, unless everything is asked for: it must not stand for an answer.
 *
 * @param inFull where the report is written whole, for when there are too many blocks: a file name or a command
 */
export function textReport(
  report: Report,
  style: TextStyle,
  inFull = 'headwater check --json',
): string {
  const groups = groupsOf(report.modules).filter(
    ([{ verdict, accepted }]) =>
      report.complete || style.verbose || accepted !== null || verdict.class !== 'fragile',
  )
  const short = groups.slice(0, Math.max(0, groups.length - mostBlocks))
  const lines = [headerText(report, style), '']
  if (short.length > 0) {
    for (const group of short) lines.push(...headLines(group, style))
    lines.push(`  in full: ${shown(inFull, style)}`, '')
  }
  const blocks = blocksText(groups.slice(short.length), report, style)
  if (blocks.length > 0) lines.push(...blocks, '')
  lines.push(...buildLines(report.build, style))
  for (const sentence of sentencesOf(report)) lines.push(...wrapSentences(sentence, style.width))
  lines.push(countsText(report), ...costLines(report, style))
  return `${lines.join('\n')}\n`
}

/**
 * The report of `--quiet`: one line for each finding, each module without an answer, and each command of go that failed;
 * none when all is fine or accepted.
 */
export function quietReport({ modules, build }: Report, style: TextStyle): string {
  const findings = modules
    .filter(({ verdict, accepted }) => accepted === null && !isFine(verdict.class))
    .toSorted(quietestFirst)
    .map(({ verdict, path, version }) => {
      const { class: of, code, confidence } = verdict
      return `${of} ${code} ${confidence} ${shown(`${path} ${version}`, style)}\n`
    })
    .join('')
  return findings + quietBuildLines(build, style)
}

/** Blocks with an empty line between them, but for two about what has no answer. */
function blocksText(groups: readonly Group[], report: Report, style: TextStyle): string[] {
  const place = { now: report.at, isNamed: isOneModule(report) }
  return groups.flatMap((group, index) => {
    const before = groups[index - 1]?.[0]
    const isRow = isUnanswered(before) && isUnanswered(group[0])
    return [...(before === undefined || isRow ? [] : ['']), ...blockLines(group, style, place)]
  })
}

function isUnanswered(module: ReportModule | undefined): boolean {
  return module?.verdict.class === 'undetermined' && module.accepted === null
}

function headerText({ name, modules, repositories, level }: Report, style: TextStyle): string {
  const isWide = style.width >= wideFrom
  const many = counted(repositories, 'repository')
  const across = modules.length < 2 ? '' : isWide ? ` in ${many}` : `, ${many}`
  const depth = isWide ? `level ${level}` : level
  return `headwater check  ${shown(name, style)}  ${counted(modules.length, 'module')}${across}, ${depth}`
}

function countsText({ summary, accepted, modules, complete }: Report): string {
  const { changed, lost, undetermined, fragile, ok } = summary
  const isQuiet = complete && changed + lost === 0
  return (['changed', 'lost', 'undetermined', 'fragile', 'ok'] as const)
    .map((what) => {
      const count = { changed, lost, undetermined, fragile, ok }[what]
      const known = accepted[what] > 0 ? ` (${numberText(accepted[what])} accepted)` : ''
      const how = what === 'ok' && isQuiet ? howKnown(modules, ok) : ''
      return `${numberText(count)} ${what}${known}${how}`
    })
    .join('  ')
}

/** How it is known that modules are ok, unless all were hashed. Of a module that only the graph needs, no zip is. */
function howKnown(modules: readonly ReportModule[], ok: number): string {
  const good = modules.filter(({ verdict }) => verdict.class === 'ok')
  const unchanged = good.filter(({ verdict }) => verdict.code === 'unchanged').length
  const hashed = good.filter(
    ({ verdict, sum }) => verdict.code === 'verified' && sum.upstream !== null,
  ).length
  if (hashed === ok) return ''
  const parts = [
    ...(unchanged > 0 ? [`${numberText(unchanged)} unchanged`] : []),
    ...(hashed > 0 ? [`${numberText(hashed)} hashed`] : []),
    ...(ok > unchanged + hashed ? [`${numberText(ok - unchanged - hashed)} go.mod only`] : []),
  ]
  return ` (${parts.join(', ')})`
}

function costLines({ requests, millis, exit, summary, level }: Report, style: TextStyle): string[] {
  const none = requests.underWay ? 'no request has ended' : 'no requests'
  const asked = askedText(requests) ?? none
  const left = [
    ...(requests.underWay ? ['requests under way are not counted'] : []),
    ...(level === 'refs' && summary.undetermined > 0
      ? [`the next run asks for ${numberText(summary.undetermined)}`]
      : []),
  ].map((remark) => `; ${remark}`)
  return atBothEdges(
    `${secondsText(millis)}, ${asked}${left.join('')}`,
    `exit ${exit}`,
    style.width,
  )
}
