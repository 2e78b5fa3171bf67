import { isLoud } from '../../../verify/judge/verdicts.ts'
import { buildSentence } from '../../build/build.ts'
import { isUnbuilt, unbuiltText } from '../build-problems.ts'
import type { Report, ReportModule, Summary } from '../report.ts'
import { counted, numberText } from '../units.ts'

/**
 * What the whole check means, in sentences with their final period. Whatever is undetermined gives one of its own, and so
 * does a list of modules that is not whole; only where there is neither these nor a finding is anything called fine.
 */
export function sentencesOf(report: Report): string[] {
  const { modules, summary, accepted } = report
  const total = counted(modules.length, 'module')
  const one = isOneModule(report)
  const sentences: string[] = []
  const bad = summary.lost + summary.changed
  if (bad > 0) sentences.push(`${one ? oneText(summary) : manyText(bad, total)}${remarks(report)}.`)
  const failed = buildSentence(report.build, report.rules)
  if (failed !== undefined) sentences.push(failed)
  const { undetermined } = summary
  if (undetermined > 0) {
    const of = one ? 'the module' : `${numberText(undetermined)} of ${total}`
    sentences.push(
      undetermined === accepted.undetermined
        ? `No answer for ${of}, which is accepted.`
        : `No answer yet for ${of}. This is not a clean result.`,
    )
  }
  const notBuilt = isUnbuilt(report)
  if (notBuilt) sentences.push(unbuiltText)
  if (!report.complete && !notBuilt && undetermined === accepted.undetermined) {
    sentences.push(
      'Not all modules are known, since some go.mod files could not be read. This is not a clean result.',
    )
  }
  return [...(sentences.length > 0 ? sentences : [fineText(report)]), ...sinceTexts(report)]
}

/** That the check saw only a part. */
function sinceTexts({ changedSince, modules }: Report): string[] {
  if (changedSince === null) return []
  const { commit, unchanged } = changedSince
  const all = counted(modules.length + unchanged, 'module')
  const part = `${numberText(modules.length)} of ${all}`
  return [`Only what was added since commit ${commit.slice(0, 12)} was checked: ${part}.`]
}

/** The sentences of {@link sentencesOf} with those first that say that there is no answer. */
export function openFirst(sentences: readonly string[]): string[] {
  return sentences.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)))
}

const isOpen = (sentence: string): boolean =>
  /^(?:No answer|Not all|It was not built)/.test(sentence)

/** Whether the check was about a single module that was named. */
export function isOneModule({ kind, modules }: Pick<Report, 'kind' | 'modules'>): boolean {
  return kind === 'modules' && modules.length === 1
}

function oneText({ changed }: Summary): string {
  return changed > 0
    ? 'The module is no longer what was published'
    : 'The module can no longer be had from upstream'
}

function manyText(bad: number, total: string): string {
  return `${numberText(bad)} of ${total} ${bad === 1 ? 'is' : 'are'} no longer what you depend on`
}

/** How many findings the baseline does not know, and how many are accepted; `''` for neither. */
function remarks({ modules, accepted }: Report): string {
  const findings = modules.filter(({ verdict }) => isLoud(verdict.class))
  const hasBaseline = findings.some(({ news }) => news !== null)
  const fresh = findings.filter(({ news, accepted }) => news === 'new' && accepted === null).length
  const known = accepted.lost + accepted.changed
  return [
    ...(hasBaseline ? [`${fresh === 0 ? 'none' : numberText(fresh)} of them new`] : []),
    ...(known > 0 ? [`${numberText(known)} of them accepted`] : []),
  ]
    .map((remark) => `, ${remark}`)
    .join('')
}

/** Only what was compared can be said to be the same. */
function fineText({ kind, modules, changedSince }: Report): string {
  const total = modules.length
  if (total === 0 && changedSince !== null) return 'There is nothing to check.'
  if (total === 0) return 'There is nothing to check: no module is required.'
  const unknown = modules.filter(({ sum }) => isUnknown(sum)).length
  const isOne = kind === 'modules' && total === 1
  const all = isOne || total === 1 ? 'The module' : `All ${counted(total, 'module')}`
  if (unknown === 0) return `${all} would build from upstream, byte for byte.`
  if (unknown < total) {
    const are = unknown === 1 ? 'is' : 'are'
    return `${all} would build from upstream; ${numberText(unknown)} of them ${are} not in go.sum, so nothing tells whether the content changed.`
  }
  return `${all} can be read upstream; without a go.sum nothing tells whether the content changed.`
}

function isUnknown({ goSum, sumdb, goMod }: ReportModule['sum']): boolean {
  return goSum === null && sumdb === null && goMod.goSum === null && goMod.sumdb === null
}
