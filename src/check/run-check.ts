import { Failure } from '../failure.ts'
import { atMost } from '../mirror/at-most.ts'
import type { Judged } from '../verify/judge/judged.ts'
import { ruleFinder } from '../verify/observe/rewrite-rules.ts'
import { stoppable } from '../verify/observe/stoppable.ts'
import { verifyAll, type VerifyTools } from '../verify/verify-all.ts'
import type { Outcome } from './outcome.ts'
import type { Subject } from './subject.ts'
import { findCandidate, mayHelp, type Candidate } from './way-out/candidate.ts'
import { noteRewrites } from './way-out/rewritten.ts'
import { adviceOn } from './way-out/way-out.ts'

/** The end of a check. */
export interface Checked {
  /** As many as there were subjects. */
  readonly outcomes: readonly Outcome[]
  /** Resolves when the work that an early end left behind has ended too; never rejects. */
  readonly settled: Promise<unknown>
}

/** Modules for which a way out is looked for at a time. */
const mostAtATime = 32

/**
 * Judges the modules of a project against their true upstream, and looks for a way out of what is found.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function runCheck(
  subjects: readonly Subject[],
  tools: VerifyTools<Subject>,
): Promise<Checked> {
  const verified = await verifyAll(subjects, tools)
  const limited = atMost(mostAtATime)
  const { unlessStopped, settled } = stoppable(tools.signal)
  const outcomes = await Promise.all(verified.judged.map((one) => limited(() => advised(one))))
  return {
    outcomes: noteRewrites(outcomes, ruleFinder(tools.rewrites)),
    settled: Promise.all([verified.settled, settled()]),
  }

  async function advised(judged: Judged<Subject>): Promise<Outcome> {
    const { subject, verdict, host, failure } = judged
    const { path, version } = subject
    const candidate = mayHelp(verdict)
      ? await unlessStopped(() => findCandidate(tools.origins.direct(path), path, version)).catch(
          stoppedCandidate,
        )
      : undefined
    const facts = { host, ...(candidate && { candidate }), ...(failure && { failure }) }
    return { ...judged, advice: adviceOn(subject, verdict, facts) }
  }
}

function stoppedCandidate(error: unknown): Candidate {
  if (!Failure.is(error, 'stopped')) throw error
  return { kind: 'unknown', why: 'the check was stopped first' }
}
