import { withoutCredentials } from '../outbound/request-record.ts'
import type { Claim } from './judge/claim.ts'
import { judge } from './judge/judge.ts'
import { conclude, type Judged } from './judge/judged.ts'
import type { Observations } from './judge/observation.ts'
import type { Verdict } from './judge/verdict.ts'
import { historyAt, notedLook } from './observe/history.ts'
import type { VerifyTools } from './verify-all.ts'

/** A module version that is being verified, and what is known of it so far. */
export interface Case<S extends Claim> {
  readonly subject: S
  readonly seen: Observations
  readonly verdict: Verdict
}

/** Keeps the cases of one run. */
export interface Cases<S extends Claim> {
  /** Judges what was seen until now, and tells of the verdict. */
  readonly judged: (subject: S, seen: Observations) => Case<S>
  /** Ends a case: notes for later runs what was seen, and tells of the module. */
  readonly concluded: (one: Case<S>) => Judged<S>
}

/** Makes the keeper. */
export function caseKeeper<S extends Claim>(
  tools: Pick<VerifyTools<S>, 'memory' | 'now' | 'isPrivate' | 'onVerdict' | 'onJudged'>,
): Cases<S> {
  const { memory, now } = tools

  /** Where it was found through a redirect that may be gone one day. */
  function noteRedirect({ look: first, again: look = first, repository }: Observations): void {
    if (look.kind === 'failed' || look.answeredAt === undefined || !repository) return
    memory.noteRedirect(repository.url, withoutCredentials(look.answeredAt), look.at)
  }

  return {
    judged(subject, observed) {
      const { path, version } = subject
      const history = historyAt(memory.troublesOf(path, version), now())
      const seen = { ...observed, ...(history && { history }) }
      const verdict = judge(subject, seen, tools.isPrivate(path))
      tools.onVerdict(subject, verdict)
      return { subject, seen, verdict }
    },
    concluded({ subject, verdict, seen }) {
      const judged = conclude(subject, verdict, seen)
      const noted = notedLook(judged)
      if (noted) memory.noteLooks([noted])
      noteRedirect(seen)
      tools.onJudged(judged)
      return judged
    },
  }
}
