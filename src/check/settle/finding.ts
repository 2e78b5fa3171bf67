import type { Verdict } from '../../verify/judge/verdict.ts'
import {
  isVerdictCode,
  meaningOf,
  type VerdictClass,
  type VerdictCode,
} from '../../verify/judge/verdicts.ts'

/** What a verdict says in the end: of a suspicion, what is suspected. */
export function findingOf({ code, suspect }: Verdict): {
  readonly code: VerdictCode
  readonly class: VerdictClass
} {
  const found = suspect?.code ?? code
  return { code: found, class: meaningOf(found).class }
}

/** Whether a text is the code of a verdict that is not fine. */
export function isFindingCode(text: string): text is VerdictCode {
  return isVerdictCode(text) && meaningOf(text).class !== 'ok'
}
