import { isLoud, meaningOf } from '../../../verify/judge/verdicts.ts'
import type { ReportModule } from '../report.ts'
import { acceptedText } from '../words/accepted.ts'
import { pathTexts } from '../words/paths.ts'
import { sawTexts } from '../words/saw.ts'
import { adviceLines } from './advice-lines.ts'
import { isAboutHost, type Group } from './groups.ts'
import { headLines } from './head-lines.ts'
import { linked } from './links.ts'
import { sawLines } from './saw-lines.ts'
import {
  besideLabel,
  fullest,
  labelled,
  labelWidth,
  shown,
  wrapSentences,
  type TextStyle,
} from './text-layout.ts'
import { witnessLines } from './witness-lines.ts'

/** What a block is part of. */
export interface BlockPlace {
  /** When the check began, RFC 3339. */
  readonly now: string
  /** Whether the check was about this one module. */
  readonly isNamed: boolean
}

/** Modules listed below the first of a block, unless all are wanted. */
const mostListed = 5
/** Columns for the labels of a block that has `public log` and `first seen`. */
const wideLabels = 12

/** A whole block. */
export function blockLines(group: Group, style: TextStyle, place: BlockPlace): string[] {
  const [first, ...rest] = group
  const { verdict, accepted } = first
  const head = headLines(group, style)
  if (accepted !== null) {
    const reason = labelled({ label: 'accepted', text: acceptedText(accepted) }, style)
    return [...head, ...reason, ...listed(rest, style)]
  }
  if (verdict.class === 'fragile') {
    return style.verbose ? [...head, ...fragileLines(group, style, place)] : head
  }
  return [...head, ...bodyLines(group, style, place)]
}

function bodyLines(group: Group, style: TextStyle, { now, isNamed }: BlockPlace): string[] {
  const [first, ...rest] = group
  const { verdict } = first
  const isHost = isAboutHost(group)
  const isWhole = isNamed && isLoud(verdict.class)
  const column = isWhole && verdict.class === 'changed' ? wideLabels : labelWidth
  const lines: string[] = []
  if (isWhole) {
    const { sentence } = meaningOf(verdict.code)
    lines.push(...wrapSentences(sentence, style.width - 2).map((line) => `  ${line}`))
  }
  if (isWhole && verdict.class === 'changed') {
    if (verdict.detail !== undefined) {
      lines.push(...labelled({ label: 'saw', text: verdict.detail, column }, style))
    }
    lines.push(...witnessLines(first, style, column, now))
  } else {
    lines.push(...sawLines(group, style, now))
    if (verdict.class === 'changed' && style.verbose) {
      lines.push(...witnessLines(first, style, wideLabels, now))
    }
  }
  if (style.verbose) lines.push(...evidenceLines(first, style), ...noticeLines(first, style))
  if (!isHost && !isNamed) lines.push(...pathLines(group, style))
  lines.push(...adviceLines(first.advice, style, { column, isWhole }))
  const others = isHost ? (style.verbose && rest.length > 0 ? group : []) : rest
  return [...lines, ...listed(others, style)]
}

/** How the first of a block is reached, and whether no code of any of them is built. */
function pathLines(group: Group, style: TextStyle): string[] {
  const [first] = group
  const isForGraph = group.every(({ scope }) => scope === 'graph')
  const need = group.length === 1 ? 'its go.mod is' : 'their go.mod files are'
  const end = isForGraph ? `; only ${need} needed` : ''
  const texts = pathTexts(first).map((text) => shown(`${text}${end}`, style))
  if (texts.length === 0) return []
  return labelled({ label: 'path', text: fullest(texts, besideLabel(style)) }, style)
}

function evidenceLines({ verdict }: ReportModule, style: TextStyle): string[] {
  return verdict.evidence.flatMap(({ at, channel, url, saw }) => {
    const where = url === null ? '' : ` ${url}`
    return labelled({ label: 'look', text: `${at} ${channel}${where}: ${saw}` }, style).map(
      (line) => linked(line, shown(url ?? '', style), url, style),
    )
  })
}

function noticeLines({ notices }: ReportModule, style: TextStyle): string[] {
  return notices.flatMap(({ code, text }) =>
    labelled({ label: 'note', text: `${code}: ${text}` }, style),
  )
}

function fragileLines(group: Group, style: TextStyle, { now }: BlockPlace): string[] {
  return group.flatMap((module) => {
    const { path, version, verdict } = module
    const [saw = ''] = sawTexts(module, { now, modules: 1 })
    return [
      ...labelled({ label: verdict.code, text: `${path} ${version}`, column: 17 }, style),
      ...(saw === '' ? [] : labelled({ label: '', text: saw, column: 17 }, style)),
      ...evidenceLines(module, style),
    ]
  })
}

/** Further modules of a block, each with the command that helps it. */
function listed(modules: readonly ReportModule[], style: TextStyle): string[] {
  const most = style.verbose ? modules.length : mostListed
  const lines: string[] = []
  for (const { path, version, advice } of modules.slice(0, most)) {
    lines.push(...labelled({ label: 'also', text: `${path} ${version}` }, style))
    for (const { command } of advice) {
      if (command !== undefined) lines.push(`    ${shown(command, style)}`)
    }
  }
  if (modules.length <= most) return lines
  return [...lines, ...labelled({ label: '', text: `and ${modules.length - most} more` }, style)]
}
