import { meaningOf } from '../../../verify/judge/verdicts.ts'
import type { Difference } from '../../outcome.ts'
import type { ReportModule } from '../report.ts'
import { groupsOf, isAboutHost, repositoriesIn, type Group } from '../text/groups.ts'
import { counted, numberText } from '../units.ts'
import { codeText } from '../words/code-text.ts'
import { placeText } from '../words/paths.ts'
import { seenText } from '../words/seen.ts'
import { cellCode, cellText, codeSpan, plainOrCode } from './code-span.ts'
import type { Section } from './fit.ts'

/** A row for each module that is lost, changed or suspected, and for what is accepted of these. */
export function findingsTable(modules: readonly ReportModule[], now: string): Section {
  const rows = modules
    .filter(({ verdict }) => verdict.class !== 'fragile' && isAboutModule(verdict))
    .map((module) => `| ${cellsOf(module, now).join(' | ')} |\n`)
  return {
    noun: 'finding',
    head: '| | Module | Seen | Way out |\n|---|---|---|---|\n',
    items: rows,
    foot: '\n',
  }
}

/** Why there is no answer: a line for each host and reason. */
export function reasonsList(modules: readonly ReportModule[], now: string): Section {
  const groups = groupsOf(modules.filter(({ verdict }) => !isAboutModule(verdict)))
  const items = groups.map((group) => `- ${reasonText(group, now)}\n`)
  return { noun: 'reason', head: '', items, foot: '\n' }
}

/** Whether a verdict is about the module, rather than about whether its host can be asked. */
function isAboutModule({ class: of, suspect }: ReportModule['verdict']): boolean {
  return of !== 'undetermined' || suspect !== undefined
}

function reasonText(group: Group, now: string): string {
  const [first] = group
  const { verdict, host, advice, accepted, path, version } = first
  const repositories = repositoriesIn(group)
  const many = repositories > 1 ? `, ${counted(repositories, 'repository')}` : ''
  const what =
    isAboutHost(group) || group.length > 1
      ? `${counted(group.length, 'module')}${many}`
      : codeSpan(`${path} ${version}`)
  const next = advice.find(({ label }) => label === 'next')
  return [
    `**${meaningOf(verdict.code).word}** \`${verdict.code}\`${accepted ? ' accepted' : ''}: ${what} on ${codeSpan(host)}`,
    plainOrCode(seenText(first, now, group.length)),
    ...(next ? [`next: ${plainOrCode(next.text)}`] : []),
  ]
    .filter((text) => text !== '')
    .join('; ')
}

function cellsOf(module: ReportModule, now: string): string[] {
  const { path, version, advice, difference } = module
  const place = placeText(module)
  const first = advice.find(({ label }) => label === 'way out' || label === 'next')
  const way = first?.command === undefined ? cellText(first?.text ?? '') : cellCode(first.command)
  return [
    verdictCell(module),
    cellCode(`${path} ${version}`) + (place === '' ? '' : `<br>${cellCode(place)}`),
    [seenCell(module, now), ...(difference ? [differenceCell(difference)] : [])].join('; '),
    way,
  ]
}

function verdictCell({ verdict, news, accepted }: ReportModule): string {
  const until = accepted?.until == null ? 'accepted' : `accepted to ${cellText(accepted.until)}`
  return [
    `**${meaningOf(verdict.code).word}** \`${codeText(verdict)}\``,
    ...(accepted ? [until] : news === 'new' ? ['**new**'] : news === 'known' ? ['known'] : []),
  ].join(' ')
}

/** Our own words are no code. */
function seenCell(module: ReportModule, now: string): string {
  const text = seenText(module, now)
  return text.startsWith('the tag names ') ? text : cellText(text)
}

function differenceCell({ files, differing, of, goCode }: Difference): string {
  const [only] = files
  const code = goCode ? 'Go code among them' : 'no Go code'
  return differing === 1 && only
    ? `${cellCode(only.name)} differs${goCode ? ', which is Go code' : ''}`
    : `${numberText(differing)} of ${counted(of, 'file')} differ, ${code}`
}
