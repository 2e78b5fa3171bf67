import type { Claim } from './claim.ts'
import { fragilitiesOf } from './fragilities.ts'
import type { Observations } from './observation.ts'
import type { Verdict } from './verdict.ts'
import { isFine } from './verdicts.ts'

/** A remark on a module that is no verdict, such as a fragility beside a louder one. */
export interface Notice {
  readonly code: string
  readonly text: string
}

/** What takes equal content to be said. */
const ofEqualContent = new Set(['recreated', 'import-moved'])

/** What a module version leans on beside its verdict, loudest first, and what else is to be told of the looks. */
export function noticesOf(
  claim: Claim,
  seen: Observations,
  { code, class: of }: Pick<Verdict, 'code' | 'class'>,
): Notice[] {
  const fragilities = fragilitiesOf(claim, seen)
    .filter((one) => one.code !== code && (isFine(of) || !ofEqualContent.has(one.code)))
    .map(({ code, text }) => ({ code, text }))
  return [...fragilities, ...(seen.remarks ?? [])]
}
