import type { HostRequests, Summary } from '../report.ts'
import { quietFirst } from '../build-report.ts'
import type { Outcome } from '../../outcome.ts'
import { byPathAndVersion } from '../../target/select-modules.ts'
import { blockLines, groupsOf, headLines } from './text-blocks.ts'
import { atBothEdges, shown, wideFrom, wrap, type TextStyle } from './text-layout.ts'
import { bytesText, counted, numberText, secondsText } from '../units.ts'

/** What the terminal report tells. */
export interface TextFacts {
  /** What was checked, for the first line. */
  readonly name: string
  /** `modules` when single versions were named. */
  readonly kind: 'project' | 'modules'
  readonly judged: readonly Outcome[]
  readonly summary: Summary
  readonly hosts: Readonly<Record<string, HostRequests>>
  /** How long it took. */
  readonly millis: number
  /** Whether requests are still under way, which {@link TextFacts.hosts} does not count. */
  readonly isUnderWay: boolean
  readonly exit: number
}

/** Blocks printed whole; the quietest of more get one line each. */
const mostBlocks = 20

/** The report for a terminal: quiet things first, so that the last screenful has what matters. */
export function textReport(facts: TextFacts, style: TextStyle): string {
  const groups = groupsOf(facts.judged)
  const isNamed = facts.kind === 'modules' && facts.judged.length === 1
  const short = groups.slice(0, Math.max(0, groups.length - mostBlocks))
  const lines = [header(facts, style), '']
  if (short.length > 0) {
    for (const group of short) lines.push(...headLines(group, style))
    lines.push('  in full: headwater check --json', '')
  }
  let before = ''
  for (const group of groups.slice(short.length)) {
    const [{ verdict }] = group
    const isRow = before === 'undetermined' && verdict.class === 'undetermined'
    if (before !== '' && !isRow) lines.push('')
    lines.push(...blockLines(group, style, isNamed))
    before = verdict.class
  }
  if (before !== '') lines.push('')
  for (const sentence of sentencesOf(facts)) lines.push(...wrap(sentence, style.width))
  lines.push(countsText(facts), ...costLines(facts, style))
  return `${lines.join('\n')}\n`
}

/** The report of `--quiet`: one line for each finding and each module without an answer, none when all is fine. */
export function quietReport(judged: readonly Outcome[], style: TextStyle): string {
  return judged
    .filter(({ verdict }) => verdict.class !== 'ok' && verdict.class !== 'fragile')
    .toSorted((a, b) => quietFirst(a, b) || byPathAndVersion(a.subject, b.subject))
    .map(({ verdict, subject }) => {
      const { class: of, code, confidence } = verdict
      return `${of} ${code} ${confidence} ${shown(`${subject.path} ${subject.version}`, style)}\n`
    })
    .join('')
}

function header({ name, judged }: TextFacts, style: TextStyle): string {
  const isWide = style.width >= wideFrom
  const repositories = new Set(
    judged.map(({ repository, subject }) => repository?.url ?? subject.path),
  )
  const many = counted(repositories.size, 'repository')
  const across = judged.length < 2 ? '' : isWide ? ` in ${many}` : `, ${many}`
  const level = isWide ? 'level content' : 'content'
  return `headwater check  ${shown(name, style)}  ${counted(judged.length, 'module')}${across}, ${level}`
}

/** What the whole means, in words. */
function sentencesOf({ judged, summary, kind }: TextFacts): string[] {
  const total = judged.length
  const bad = summary.lost + summary.changed
  const isOne = kind === 'modules' && total === 1
  const sentences: string[] = []
  if (bad > 0 && isOne) {
    sentences.push(
      summary.changed > 0
        ? 'The module is no longer what was published.'
        : 'The module can no longer be had from upstream.',
    )
  } else if (bad > 0) {
    const are = bad === 1 ? 'is' : 'are'
    sentences.push(
      `${numberText(bad)} of ${counted(total, 'module')} ${are} no longer what you depend on.`,
    )
  }
  if (summary.undetermined > 0) {
    const { undetermined } = summary
    sentences.push(
      isOne
        ? 'No answer yet for the module. This is not a clean result.'
        : `No answer yet for ${numberText(undetermined)} of ${counted(total, 'module')}. This is not a clean result.`,
    )
  }
  return sentences.length > 0 ? sentences : [fineText(judged, isOne)]
}

/** Only what was compared can be said to be the same. */
function fineText(judged: readonly Outcome[], isOne: boolean): string {
  const total = judged.length
  if (total === 0) return 'There is nothing to check: no module is required.'
  const unknown = judged.filter(
    ({ subject }) => subject.goSum === undefined && subject.goModSum === undefined,
  ).length
  const all = isOne || total === 1 ? 'The module' : `All ${counted(total, 'module')}`
  if (unknown === 0) return `${all} would build from upstream, byte for byte.`
  if (unknown < total) {
    const are = unknown === 1 ? 'is' : 'are'
    return `${all} would build from upstream; ${numberText(unknown)} of them ${are} not in go.sum, so nothing tells whether the content changed.`
  }
  return `${all} can be read upstream; without a go.sum nothing tells whether the content changed.`
}

/** Of a module that only the graph needs, no zip is hashed. */
function countsText({ summary, judged }: TextFacts): string {
  const { changed, lost, undetermined, fragile, ok } = summary
  const counts = Object.entries({ changed, lost, undetermined, fragile, ok })
  const text = counts.map(([what, count]) => `${numberText(count)} ${what}`).join('  ')
  const hashed = judged.filter(
    ({ verdict, found }) => verdict.class === 'ok' && found?.zipSum !== undefined,
  ).length
  return hashed === ok ? text : `${text} (${numberText(hashed)} hashed)`
}

function costLines({ hosts, millis, exit, isUnderWay }: TextFacts, style: TextStyle): string[] {
  const all = Object.values(hosts)
  const requests = all.reduce((sum, host) => sum + host.requests, 0)
  const bytes = all.reduce((sum, host) => sum + host.bytes, 0)
  const asked =
    requests === 0
      ? isUnderWay
        ? 'no request has ended'
        : 'no requests'
      : `${counted(requests, 'request')} and ${bytesText(bytes)} to ${counted(all.length, 'host')}`
  const left = isUnderWay ? '; requests under way are not counted' : ''
  return atBothEdges(`${secondsText(millis)}, ${asked}${left}`, `exit ${exit}`, style.width)
}
