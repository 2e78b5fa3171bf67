import { codeText } from '../report/words/code-text.ts'
import { pathTexts, placeText } from '../report/words/paths.ts'
import { sawTexts } from '../report/words/saw.ts'
import { askedText } from '../report/words/total-asked.ts'
import { counted, secondsText } from '../report/units.ts'
import { adviceLines } from '../report/text/advice-lines.ts'
import { linked } from '../report/text/links.ts'
import {
  atBothEdges,
  besideLabel,
  colored,
  fullest,
  labelled,
  shown,
  wideFrom,
  wordColumn,
  wrap,
  wrapSentences,
  type Labelled,
  type TextStyle,
} from '../report/text/text-layout.ts'
import { witnessLines } from '../report/text/witness-lines.ts'
import { meaningOf } from '../../verify/judge/verdicts.ts'
import type { Explanation } from './explanation.ts'
import { historyLines } from './history-lines.ts'

/** Columns that labels take. */
const column = 12
/** Who requires a module, named one by one. */
const mostNamed = 10

/** The explanation for a terminal: the verdict and what to do, where it comes from, what was seen, who needs it. */
export function explanationText(explanation: Explanation, style: TextStyle): string {
  const { module, project } = explanation
  const sections = [
    [headerLine(explanation, style)],
    verdictLines(explanation, style),
    ['Where it comes from', ...originLines(explanation, style)],
    ['What was seen', ...orNothing(historyLines(explanation, style), 'nothing yet')],
    [
      'Who needs it',
      ...orNothing(
        needLines(explanation, style),
        project === null
          ? 'there is no Go project here'
          : shown(`${project.name} does not need ${module.path} ${module.version}`, style),
      ),
    ],
    [`What ${module.verdict.code} is`, ...meaningLines(explanation, style)],
    [costLine(explanation)],
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function headerLine({ module, project }: Explanation, style: TextStyle): string {
  const where = project === null ? '' : `  in ${project.name}`
  return shown(`headwater explain  ${module.path}@${module.version}${where}`, style)
}

function verdictLines({ module, verdict: page, at }: Explanation, style: TextStyle): string[] {
  const { path, version, verdict, advice, notices, origin } = module
  const { word, class: of } = meaningOf(verdict.code)
  const name = word.toUpperCase()
  const code = codeText(verdict)
  const edge = style.width < wideFrom ? code : `${code}, ${verdict.confidence}`
  const [head = '', ...more] = atBothEdges(
    shown(`${wordColumn(word)}${path} ${version}`, style),
    edge,
    style.width,
  )
  const link = linked(head, shown(path, style), origin?.url ?? null, style)
  const texts = sawTexts(module, { now: at, modules: 1 }).map((text) => shown(text, style))
  const rows: Labelled[] = [
    { label: 'saw', text: fullest(texts, besideLabel(style, column)) },
    ...notices.map((notice) => ({ label: 'note', text: `${notice.code}: ${notice.text}` })),
  ]
  return [
    colored(link, name, of, style),
    ...more,
    ...wrapSentences(page.sentence, style.width - 2).map((line) => `  ${line}`),
    ...(of === 'changed' ? witnessLines(module, style, column, at) : []),
    ...rows.filter(({ text }) => text !== '').flatMap((row) => rowLines(row, style)),
    ...adviceLines(advice, style, { column, isWhole: true }),
  ]
}

function meaningLines({ verdict: page }: Explanation, style: TextStyle): string[] {
  const rows: Labelled[] = [
    { label: 'means', text: page.meaning },
    { label: 'it takes', text: page.evidence },
    ...page.nearMisses.map(({ what, says }, index) => ({
      label: index === 0 ? 'unlike' : '',
      text: `${what.replace(/\.$/, '')} → ${says}`,
    })),
  ]
  return rows.flatMap((row) => rowLines(row, style))
}

function originLines({ module, history }: Explanation, style: TextStyle): string[] {
  const { origin, sum, replaces } = module
  const rows: Labelled[] = []
  const url = origin?.url ?? history.locations[0]?.url
  const vcs = origin?.vcs ?? history.locations[0]?.vcs
  if (url !== undefined) {
    rows.push({ label: 'repository', text: vcs == null ? url : `${url} (${vcs})` })
  }
  if (origin?.ref != null) rows.push({ label: 'ref', text: origin.ref })
  if (origin?.hash != null) rows.push({ label: 'commit', text: origin.hash })
  const sums = sum.upstream === null && sum.goSum === null ? sum.goMod : sum
  if (sums.goSum !== null) rows.push({ label: 'go.sum', text: sums.goSum })
  if (sums.upstream !== null) rows.push({ label: 'upstream', text: sums.upstream })
  if (sums.sumdb !== null) rows.push({ label: 'public log', text: sums.sumdb })
  if (replaces !== null)
    rows.push({ label: 'in place of', text: `${replaces.path} ${replaces.version}`.trim() })
  return orNothing(
    rows.flatMap((row) => rowLines(row, style)),
    'not known',
  )
}

function needLines({ module, project }: Explanation, style: TextStyle): string[] {
  if (project === null) return []
  const { requiredBy } = module
  const place = placeText(module)
  const ways = pathTexts(module)
  const named = requiredBy.slice(0, mostNamed).map((module) => module.replace('@', ' '))
  const more = requiredBy.length - named.length
  const rows: Labelled[] = [
    ...ways.slice(-1).map((text) => ({ label: 'path', text })),
    ...(place === '' ? [] : [{ label: 'line', text: place }]),
    ...(named.length === 0
      ? []
      : [
          {
            label: 'required by',
            text: named.join(', ') + (more > 0 ? ` and ${counted(more, 'module')} more` : ''),
          },
        ]),
    ...(named.length === 0 ? [] : [{ label: 'as', text: scopeText(module.scope) }]),
  ]
  return rows.flatMap((row) => rowLines(row, style))
}

function scopeText(scope: 'build' | 'graph'): string {
  return scope === 'build'
    ? 'a module to build from'
    : 'a go.mod that the module graph is made with; nothing of it is built'
}

function costLine({ requests, millis }: Explanation): string {
  return `${secondsText(millis)}, ${askedText(requests) ?? 'no requests'}`
}

function rowLines(row: Labelled, style: TextStyle): string[] {
  return labelled({ ...row, column }, style)
}

function orNothing(lines: string[], otherwise: string): string[] {
  return lines.length > 0 ? lines : wrap(`  ${otherwise}`, 200)
}
