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
  if (baseline.findings.some((known) => isSame(known, module))) return 'known'
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
        (known) => !modules.some((one) => isSame(known, one) || mayStillBe(known, one)),
      )
    : []
  const count = (news: ReportModule['news']) => modules.filter((one) => one.news === news).length
  return { new: count('new'), known: count('known'), fixed }
}

/**
 * The findings of a check as a baseline, in a fixed order, an entry a line. What could not be judged stays as it was in
 * the baseline before.
 */
export function baselineText(modules: readonly ReportModule[], before?: Baseline): string {
  const now = modules.filter(isFinding).map(({ path, version, verdict }) => ({
    module: path,
    code: verdict.code,
    version,
  }))
  const kept = (before?.findings ?? [])
    .filter((known) => modules.some((one) => mayStillBe(known, one)))
    .map(({ module, code, version }) => ({ module, code, version }))
  const lines = [...now, ...kept].toSorted(inOrder).map((entry) => JSON.stringify(entry))
  const list = [...new Set(lines)].map((line) => `\n    ${line}`).join(',')
  return `{\n  "headwater-baseline": 1,\n  "findings": [${list}${list && '\n  '}]\n}\n`
}

/** Undetermined verdicts tell nothing of the module, accepted findings are written down elsewhere. */
function isFinding({ verdict, accepted }: ReportModule): boolean {
  return verdict.class !== 'ok' && verdict.class !== 'undetermined' && accepted === null
}

/** A loss stays the same with another version; of changed content each version is another finding. */
function isSame({ module, code, version }: KnownFinding, one: ReportModule): boolean {
  const finding = findingOf(one.verdict)
  if (module !== one.path || code !== finding.code) return false
  return finding.class !== 'changed' || version === one.version
}

function mayStillBe({ module }: KnownFinding, { path, verdict }: ReportModule): boolean {
  return module === path && verdict.class === 'undetermined'
}

function inOrder(a: KnownFinding, b: KnownFinding): number {
  if (a.module !== b.module) return a.module < b.module ? -1 : 1
  if (a.code !== b.code) return a.code < b.code ? -1 : 1
  return compareVersions(a.version, b.version)
}
