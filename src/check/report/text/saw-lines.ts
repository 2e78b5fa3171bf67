import { isLoud } from '../../../verify/judge/verdicts.ts'
import { differenceText } from '../words/difference.ts'
import { sawTexts } from '../words/saw.ts'
import { isAboutHost, type Group } from './groups.ts'
import {
  atBothEdges,
  besideLabel,
  fullest,
  labelled,
  shown,
  wideFrom,
  wrap,
  type TextStyle,
} from './text-layout.ts'

/** What is longer is not followed by the name of a module. */
const shortSaw = 40

/**
 * The lines of `saw`: what was seen, then what changed; on a narrow terminal, how sure that is, at the right edge.
 *
 * @param now when the check began, RFC 3339
 */
export function sawLines(group: Group, style: TextStyle, now: string): string[] {
  const [{ verdict, difference, path, version }, ...rest] = group
  const isHost = isAboutHost(group)
  const edge = isLoud(verdict.class) && style.width < wideFrom ? `(${verdict.confidence})` : ''
  const tail = edge === '' ? 0 : edge.length + 2
  const said = sawTexts(group[0], { now, modules: group.length })
  const name = isHost && rest.length === 0 ? `${path} ${version}` : ''
  const isShort = (said[0] ?? '').length <= shortSaw
  const of = name !== '' && isShort ? ` for ${name}` : ''
  const texts = said.map((text) => shown(`${text}${of}`, style))
  const changed = difference === null ? undefined : shown(differenceText(difference), style)
  const width = besideLabel(style)
  const together = texts
    .map((text) => `${text}; ${changed}`)
    .findLast((text) => text.length + tail <= width)
  const parts =
    changed === undefined
      ? [fullest(texts, width, tail)]
      : together === undefined
        ? [fullest(texts, width), changed]
        : [together]
  const lines = parts
    .flatMap((part) => wrap(part, width))
    .flatMap((text, index) => labelled({ label: index === 0 ? 'saw' : '', text }, style))
  if (name !== '' && !isShort) lines.push(...labelled({ label: 'for', text: name }, style))
  if (edge === '') return lines
  const last = lines.pop() ?? ''
  return [...lines, ...atBothEdges(last, edge, style.width)]
}
