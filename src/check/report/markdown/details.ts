import { isLoud } from '../../../verify/judge/verdicts.ts'
import type { ReportModule } from '../report.ts'
import { numberText } from '../units.ts'
import { acceptedText } from '../words/accepted.ts'
import { pathTexts } from '../words/paths.ts'
import { seenText } from '../words/seen.ts'
import { codeSpan, plainOrCode } from './code-span.ts'
import type { Section } from './fit.ts'

/** A section that is closed at first; the title is our own text. */
export function details(title: string, noun: string, items: readonly string[]): Section {
  return {
    noun,
    head: `<details><summary>${title}</summary>\n\n`,
    items: items.map((item) => `- ${item}\n`),
    foot: '\n</details>\n\n',
  }
}

/** How each finding is reached. */
export function pathsSection(modules: readonly ReportModule[]): Section {
  const items = modules
    .filter(({ verdict }) => isLoud(verdict.class))
    .flatMap((module) => {
      const text = pathTexts(module).at(-1)
      return text === undefined ? [] : [`${nameOf(module)}: ${codeSpan(text)}`]
    })
  return details('Paths', 'path', items)
}

/** What builds today, but leans on something. */
export function fragileSection(modules: readonly ReportModule[], now: string): Section {
  const fragile = modules.filter(({ verdict }) => verdict.class === 'fragile')
  const items = fragile.map((module) => {
    const saw = seenText(module, now)
    return `\`${module.verdict.code}\` ${nameOf(module)}${saw === '' ? '' : `: ${plainOrCode(saw)}`}`
  })
  return details(`${numberText(items.length)} fragile`, 'fragile module', items)
}

/** Every module that has no answer. */
export function unansweredSection(modules: readonly ReportModule[]): Section {
  const items = modules
    .filter(({ verdict }) => verdict.class === 'undetermined')
    .map((module) => `\`${module.verdict.code}\` ${nameOf(module)}`)
  return details(`${numberText(items.length)} without an answer`, 'module without an answer', items)
}

/** What somebody has decided to live with, and why. */
export function acceptedSection(modules: readonly ReportModule[]): Section {
  const items = modules.flatMap((module) => {
    const { accepted, verdict } = module
    if (accepted === null) return []
    return [`\`${verdict.code}\` ${nameOf(module)}: ${codeSpan(acceptedText(accepted))}`]
  })
  return details(`${numberText(items.length)} accepted`, 'accepted module', items)
}

function nameOf({ path, version }: ReportModule): string {
  return codeSpan(`${path} ${version}`)
}
