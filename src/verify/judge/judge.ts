import type { Claim } from './claim.ts'
import { answeredLooks, judgeContent } from './judge-content.ts'
import { judgeFailure } from './judge-failure.ts'
import type { Observations } from './observation.ts'
import { verdictOf, type Verdict } from './verdict.ts'
import { meaningOf } from './verdicts.ts'

/**
 * Judges what was seen of a module version: a pure function, with an answer for whatever may be seen. It is fine only
 * where its content was hashed, now or earlier at the commit that its ref names; lost only where two looks agree and
 * whatever second channel and control its kind has bears them out; anything else is undetermined. The rules of each code
 * are in verdict-pages/.
 *
 * @param isPrivate upstream may hide the repository from us: that nothing is shown is never taken for a loss
 */
export function judge(claim: Claim, seen: Observations, isPrivate: boolean): Verdict {
  if (claim.folderFault !== undefined) return judgeFolder(claim.folderFault, seen.look.at)
  const answered = answeredLooks(seen)
  const finding =
    answered.length > 0 ? judgeContent(claim, seen, answered) : judgeFailure(claim, seen, isPrivate)
  return verdictOf(claim, seen, finding)
}

/** Judges a module that a folder replaces, where that folder is of no use. */
export function judgeFolder(fault: string, at: number): Verdict {
  const seen = new Date(at).toISOString()
  return {
    code: 'replace-missing',
    class: meaningOf('replace-missing').class,
    confidence: 'corroborated',
    evidence: [{ at: seen, channel: 'folder', url: null, saw: fault }],
    firstSeen: seen,
    lastSeen: seen,
    observations: 1,
  }
}
