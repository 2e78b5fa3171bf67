import { quietFirst } from '../build-report.ts'
import { sawText } from '../saw.ts'
import type { Outcome } from '../../outcome.ts'
import { byPathAndVersion } from '../../target/select-modules.ts'
import type { RequiredAt, Subject } from '../../subject.ts'
import {
  atBothEdges,
  colored,
  labelled,
  shown,
  wideFrom,
  wrap,
  type Labelled,
  type TextStyle,
} from './text-layout.ts'
import { counted } from '../units.ts'
import { meaningOf } from '../../../verify/judge/verdicts.ts'

/** The modules that one block of the report is about: never empty, all with the same code. */
export type Group = readonly [Outcome, ...Outcome[]]

/** Modules listed below the first of a block, unless all are wanted. */
const mostListed = 5

/**
 * Puts modules together that have the same verdict for the same reason, quietest first: one group for each repository,
 * of undetermined ones for each host. Those that are fine are in none, and the fragile are all in one.
 */
export function groupsOf(judged: readonly Outcome[]): Group[] {
  const troubled = judged.filter(({ verdict }) => verdict.class !== 'ok')
  const groups = [...Map.groupBy(troubled, groupKey).values()].flatMap((group) => {
    const [first, ...rest] = group.toSorted((a, b) => byPathAndVersion(a.subject, b.subject))
    return first === undefined ? [] : [[first, ...rest] satisfies Group]
  })
  return groups.toSorted(([a], [b]) => quietFirst(a, b) || byPathAndVersion(a.subject, b.subject))
}

function groupKey({ subject, verdict, repository, host }: Outcome): string {
  const { code, suspect } = verdict
  if (verdict.class === 'fragile') return 'fragile'
  if (code === 'pending') return code
  if (code === 'unsupported') return `${code} ${subject.path}`
  if (verdict.class === 'undetermined' && !suspect) return `${code} ${host}`
  return `${code} ${suspect?.code ?? ''} ${repository?.url ?? subject.path}`
}

/** The first line of a group's block, or lines where it is too long for one. */
export function headLines(group: Group, style: TextStyle): string[] {
  const [{ verdict }] = group
  const { word, class: of } = meaningOf(verdict.code)
  const name = word.toUpperCase()
  const start = of === 'undetermined' ? `${name}  ` : name.padEnd(9)
  const isWide = style.width >= wideFrom
  const code = verdict.suspect ? `suspected ${verdict.suspect.code}` : verdict.code
  const edge =
    isWide && of !== 'undetermined' && of !== 'fragile' ? `${code}, ${verdict.confidence}` : code
  const lines =
    of === 'fragile'
      ? wrap(start + fragileText(group), style.width).map((line, index) =>
          index === 0 ? line : ' '.repeat(start.length) + line,
        )
      : atBothEdges(start + subjectText(group, style), edge, style.width)
  return lines.map((line) => colored(line, name, of, style))
}

/** A whole block. */
export function blockLines(group: Group, style: TextStyle, isNamed: boolean): string[] {
  const [first, ...rest] = group
  const { verdict, subject, advice } = first
  if (verdict.class === 'fragile') return [...headLines(group, style), ...listed(group, style)]
  const lines = headLines(group, style)
  const isProved = verdict.class !== 'undetermined'
  if (isNamed && isProved) {
    const { sentence } = meaningOf(verdict.code)
    lines.push(...wrap(sentence, style.width - 2).map((line) => `  ${line}`))
  }
  lines.push(...sawLines(group, style))
  if (isProved) for (const line of hashesOf(first)) lines.push(...labelled(line, style))
  if (style.verbose) lines.push(...evidenceLines(first, style))
  const path = isProved || verdict.suspect ? pathText(subject) : ''
  if (path !== '') lines.push(...labelled({ label: 'path', text: path }, style))
  lines.push(...adviceLines(advice, style))
  const others = isProved || verdict.suspect ? rest : style.verbose ? group : []
  lines.push(...listed(others, style))
  return lines
}

function subjectText(group: Group, style: TextStyle): string {
  const [{ subject, verdict, host }, ...rest] = group
  const { code, suspect } = verdict
  if (verdict.class === 'undetermined' && !suspect && code !== 'unsupported') {
    const repositories = new Set(
      group.map(({ repository, subject }) => repository?.url ?? subject.path),
    )
    const many = repositories.size > 1 ? `, ${counted(repositories.size, 'repository')}` : ''
    const where = code === 'pending' ? '' : ` on ${host}`
    return shown(`${counted(group.length, 'module')}${many}${where}`, style)
  }
  const isSame = rest.every((one) => one.subject.path === subject.path)
  const more =
    rest.length === 0
      ? ''
      : ` and ${rest.length} more ${isSame ? 'version' : 'module'}${rest.length > 1 ? 's' : ''}`
  return shown(`${subject.path} ${subject.version}${more}`, style)
}

function fragileText(group: Group): string {
  const codes = Map.groupBy(group, ({ verdict }) => verdict.code)
  const counts = [...codes].map(([code, { length }]) => `${length} ${code}`)
  const lean = group.length === 1 ? 'builds today but leans' : 'build today but lean'
  return `${counted(group.length, 'module')} ${lean} on something: ${counts.join(', ')} (-v lists them)`
}

function sawLines(group: Group, style: TextStyle): string[] {
  const [first, ...rest] = group
  const { verdict, subject } = first
  const isWho = verdict.class === 'undetermined' && !verdict.suspect
  const others = rest.length === 0 ? '' : ` and ${rest.length} more`
  const lines = labelled({ label: 'saw', text: sawText(first) }, style)
  if (isWho && verdict.code !== 'unsupported') {
    const text = `${subject.path} ${subject.version}${others}`
    lines.push(...labelled({ label: 'for', text }, style))
  }
  if (isWho || verdict.suspect || style.width >= wideFrom) return lines
  const last = lines.pop() ?? ''
  return [...lines, ...atBothEdges(last, `(${verdict.confidence})`, style.width)]
}

function hashesOf({ subject, found }: Outcome): Labelled[] {
  if (found === undefined) return []
  const pairs = [
    { known: subject.goSum, now: found.zipSum, of: '' },
    { known: subject.goModSum, now: found.goModSum, of: '   go.mod' },
  ]
  return pairs.flatMap(({ known, now, of }) =>
    known === undefined || now === undefined || known === now
      ? []
      : [
          { label: 'go.sum', text: `${known}${of}` },
          { label: 'upstream', text: `${now}${of}   DIFFERENT` },
        ],
  )
}

function evidenceLines({ verdict }: Outcome, style: TextStyle): string[] {
  return verdict.evidence.flatMap(({ at, channel, url, saw }) =>
    labelled({ label: 'look', text: `${at} ${channel} ${url ?? ''}: ${saw}` }, style),
  )
}

function pathText({ at, replaces }: Subject): string {
  if (at === undefined) return ''
  const instead = replaces === undefined ? '' : `, in the place of ${replaces.path}`
  return `${wayTo(at)}${instead}`
}

function wayTo({ file, line, indirect }: RequiredAt): string {
  if (!indirect) return `you, ${file}:${line}`
  return file.endsWith('.sum') ? `${file}:${line}` : `you → … (indirect, ${file}:${line})`
}

function adviceLines(advice: Outcome['advice'], style: TextStyle): string[] {
  return advice.flatMap(({ label, text, command }) => {
    const lines = labelled({ label, text }, style)
    return command === undefined ? lines : [...lines, `    ${shown(command, style)}`]
  })
}

/** Further modules of a block, each with the command that helps it. */
function listed(modules: readonly Outcome[], style: TextStyle): string[] {
  const most = style.verbose ? modules.length : mostListed
  const lines: string[] = []
  for (const { subject, advice } of modules.slice(0, most)) {
    lines.push(...labelled({ label: 'also', text: `${subject.path} ${subject.version}` }, style))
    for (const { command } of advice) {
      if (command !== undefined) lines.push(`    ${shown(command, style)}`)
    }
  }
  if (modules.length <= most) return lines
  return [...lines, ...labelled({ label: '', text: `and ${modules.length - most} more` }, style)]
}
