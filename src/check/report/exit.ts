import type { Verdict } from '../../verify/judge/verdict.ts'
import type { ReportModule } from './report.ts'
import {
  isVerdictClass,
  isVerdictCode,
  type VerdictClass,
  type VerdictCode,
} from '../../verify/judge/verdicts.ts'

/** What decides the exit code. */
export interface ExitRules {
  /** Classes and codes that make the exit code 1. */
  readonly failOn: readonly string[]
  readonly allowIncomplete: boolean
  /** Whether there may be modules that were not found, and so have no verdict. */
  readonly isPartial?: boolean
}

/** What makes the exit code 1 unless something else is named. */
export const defaultFailOn: readonly VerdictClass[] = ['lost', 'changed']

/** Whether a text may be named in {@link ExitRules.failOn}. */
export function mayFailOn(text: string): text is VerdictClass | VerdictCode {
  return isVerdictClass(text) || isVerdictCode(text)
}

/** The exit code: 3 when something stayed undetermined and that is not allowed, 1 for findings, else 0. */
export function exitCodeOf(verdicts: readonly Verdict[], rules: ExitRules): 0 | 1 | 3 {
  const isIncomplete =
    rules.isPartial === true || verdicts.some((verdict) => verdict.class === 'undetermined')
  if (isIncomplete && !rules.allowIncomplete) return 3
  return verdicts.some((verdict) => isNamed(verdict, rules)) ? 1 : 0
}

/** Whether a module's verdict counts: nobody has accepted it, and the baseline does not know it. */
export function counts({ accepted, news }: Pick<ReportModule, 'accepted' | 'news'>): boolean {
  return accepted === null && news !== 'known'
}

/** Whether a module makes the exit code 1, for as long as nothing else makes it 3. */
export function fails(
  module: Pick<ReportModule, 'verdict' | 'accepted' | 'news'>,
  rules: ExitRules,
): boolean {
  return counts(module) && isNamed(module.verdict, rules)
}

function isNamed({ class: of, code }: Verdict, { failOn }: ExitRules): boolean {
  return failOn.includes(of) || failOn.includes(code)
}
