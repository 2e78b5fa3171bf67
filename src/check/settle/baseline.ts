import { compareVersions } from '../../gomod/semver.ts'
import type { Comparison, KnownFinding, ReportModule } from '../report/report.ts'
import { findingOf } from './finding.ts'

/** The findings of an earlier check. */
export interface Baseline {
  readonly findings: readonly KnownFinding[]
}

/** Whether a module's finding is known to a baseline; null for what is no finding, or accepted and not known. */
export function newsOf(module: ReportModule, baseline: Baseline): ReportModule['news'] {
  if (findingOf(module.verdict).class === 'ok') return null
  if (baseline.findings.some((known) => isKnown(known, module))) return 'known'
  return isFinding(module) ? 'new' : null
}

/**
 * Compares all findings of a check with a baseline. What could not be judged is not fixed.
 *
 * @param isWhole whether everything was checked that the baseline may be about
 */
export function compareWith(
  { findings }: Baseline,
  modules: readonly ReportModule[],
  isWhole: boolean,
): Comparison {
  const fixed = isWhole
    ? findings.filter(
        (known) => !modules.some((one) => isAbout(known, one) || mayStillBe(known, one)),
      )
    : []
  const count = (news: ReportModule['news']) => modules.filter((one) => one.news === news).length
  return { new: count('new'), known: count('known'), fixed }
}

/**
 * The findings of a check as a baseline, in a fixed order, an entry a line. What could not be judged stays as it was in
 * the baseline before, and what was not checked, too.
 *
 * @param isWhole whether everything was checked that the baseline before may be about
 */
export function baselineText(
  modules: readonly ReportModule[],
  before?: Baseline,
  isWhole = true,
): string {
  const kept = (before?.findings ?? []).filter((known) => {
    const same = modules.filter((one) => isOf(known, one))
    return same.some((one) => mayStillBe(known, one)) || (!isWhole && same.length === 0)
  })
  const entries = [...modules.filter(isFinding).map(entryOf), ...kept]
  const lines = entries
    .toSorted(inOrder)
    .map(({ module, code, version, upstream }) =>
      JSON.stringify({ module, code, version, upstream }),
    )
  const list = [...new Set(lines)].map((line) => `\n    ${line}`).join(',')
  return `{\n  "headwater-baseline": 1,\n  "findings": [${list}${list && '\n  '}]\n}\n`
}

/** Undetermined verdicts tell nothing of the module, accepted findings are written down elsewhere. */
function isFinding({ verdict, accepted }: ReportModule): boolean {
  return verdict.class !== 'ok' && verdict.class !== 'undetermined' && accepted === null
}

/** What is known of a module's finding when it is written down. */
function entryOf({ path, version, verdict, sum }: ReportModule): KnownFinding {
  const { code, class: of } = findingOf(verdict)
  const upstream = of === 'changed' ? (sum.upstream ?? sum.goMod.upstream) : null
  return { module: path, code, version, ...(upstream !== null && { upstream }) }
}

/** Nothing but what was written down is known: content that changed once more is another finding. */
function isKnown(known: KnownFinding, one: ReportModule): boolean {
  return isAbout(known, one) && known.upstream === entryOf(one).upstream
}

function isAbout(known: KnownFinding, one: ReportModule): boolean {
  return isOf(known, one) && known.code === findingOf(one.verdict).code
}

function mayStillBe(known: KnownFinding, one: ReportModule): boolean {
  return isOf(known, one) && one.verdict.class === 'undetermined'
}

function isOf({ module, version }: KnownFinding, { path, version: judged }: ReportModule): boolean {
  return module === path && version === judged
}

function inOrder(a: KnownFinding, b: KnownFinding): number {
  if (a.module !== b.module) return a.module < b.module ? -1 : 1
  if (a.code !== b.code) return a.code < b.code ? -1 : 1
  const byVersion = compareVersions(a.version, b.version)
  return byVersion || ((a.upstream ?? '') < (b.upstream ?? '') ? -1 : 1)
}
