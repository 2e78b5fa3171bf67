import { isLoud, meaningOf } from '../../../verify/judge/verdicts.ts'
import type { ReportModule } from '../report.ts'
import { counted } from '../units.ts'
import { codeText } from '../words/code-text.ts'
import { isAboutHost, repositoriesIn, type Group } from './groups.ts'
import { linked } from './links.ts'
import {
  atBothEdges,
  colored,
  shown,
  wideFrom,
  wordColumn,
  wrap,
  type TextStyle,
} from './text-layout.ts'

/** The first line of a group's block, or lines where it is too long for one. */
export function headLines(group: Group, style: TextStyle): string[] {
  const [first] = group
  const { word, class: of } = meaningOf(first.verdict.code)
  const name = word.toUpperCase()
  const start = wordColumn(word)
  const isBundle = of === 'fragile' && first.accepted === null
  const [head = '', ...more] = isBundle
    ? wrap(fragileText(group, style), style.width - start.length).map((line, index) =>
        index === 0 ? start + line : ' '.repeat(start.length) + line,
      )
    : atBothEdges(start + subjectText(group, style), edgeText(first, style), style.width)
  const link = isBundle || isAboutHost(group) ? null : (first.origin?.url ?? null)
  const named = linked(head, shown(first.path, style), link, style)
  return [first.accepted === null ? colored(named, name, of, style) : named, ...more]
}

function edgeText({ verdict, news }: ReportModule, { width }: TextStyle): string {
  return [
    codeText(verdict),
    ...(width >= wideFrom && isLoud(verdict.class) ? [verdict.confidence] : []),
    ...(news === null ? [] : [news]),
  ].join(', ')
}

function subjectText(group: Group, style: TextStyle): string {
  const [{ path, version, verdict, host }, ...rest] = group
  if (isAboutHost(group)) {
    const repositories = repositoriesIn(group)
    const many = repositories > 1 ? `, ${counted(repositories, 'repository')}` : ''
    const where = verdict.code === 'pending' ? '' : ` on ${host}`
    return shown(`${counted(group.length, 'module')}${many}${where}`, style)
  }
  const noun = rest.every((one) => one.path === path) ? 'version' : 'module'
  const more =
    rest.length === 0 ? '' : ` and ${rest.length} more ${noun}${rest.length > 1 ? 's' : ''}`
  return shown(`${path} ${version}${more}`, style)
}

function fragileText(group: Group, { verbose }: TextStyle): string {
  const codes = Map.groupBy(group, ({ verdict }) => verdict.code)
  const counts = [...codes]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([code, { length }]) => `${length} ${code}`)
  const lean = group.length === 1 ? 'builds today but leans' : 'build today but lean'
  return `${counted(group.length, 'module')} ${lean} on something: ${counts.join(', ')}${verbose ? '' : ' (-v lists them)'}`
}
