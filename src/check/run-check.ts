import { Failure } from '../failure.ts'
import { atMost } from '../mirror/at-most.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Gate } from '../outbound/gate.ts'
import type { RewriteRule } from '../outbound/rewrite.ts'
import { findCandidate, mayHelp, type Candidate } from './candidate.ts'
import { isInDoubt, judge, type Verdict } from './judge.ts'
import { conclude, concludeFolder, type Judged } from './judged.ts'
import { looker } from './look.ts'
import type { Look, Observations } from './observation.ts'
import { repositoryOf } from './repository-of.ts'
import { noteRewrites, ruleFinder } from './rewritten.ts'
import { answeredIn, secondLooker } from './second-look.ts'
import { stoppable } from './stoppable.ts'
import type { Subject } from './subject.ts'

/** What a check is made with. */
export interface CheckTools {
  readonly origins: Origins
  readonly gate: Gate
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** An empty folder for zips that are cut and removed. */
  readonly scratch: string
  readonly isPrivate: (path: string) => boolean
  /** The `[[rewrite]]` rules of the configuration. */
  readonly rewrites: readonly RewriteRule[]
  /** Ends the check: what is not judged then is `pending`, or as good as one look made it. */
  readonly signal: AbortSignal
  /** Told of each verdict: after the first look, and again when a second one changes it. */
  readonly onVerdict: (subject: Subject, verdict: Verdict) => void
}

/** The end of a check. */
export interface Checked {
  /** As many as there were subjects; those that folders replace come first. */
  readonly judged: readonly Judged[]
  /** Resolves when the work that an early end left behind has ended too; never rejects. */
  readonly settled: Promise<unknown>
}

/** Module versions in flight at a time: more than one host is asked at once, so that a slow one does not hold up all. */
const mostAtATime = 32

/** A module version, and what is known of it so far. */
interface Case {
  readonly subject: Subject
  readonly seen: Observations
  readonly verdict: Verdict
}

/**
 * Judges module versions against their true upstream: one look each, a second at those that seem lost, then a way out
 * for those that are. The second looks wait for the end of the first round, which tells which hosts answer.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function runCheck(subjects: readonly Subject[], tools: CheckTools): Promise<Checked> {
  const { origins, now } = tools
  const ruleOf = ruleFinder(tools.rewrites)
  const limited = atMost(mostAtATime)
  const { unlessStopped, settled } = stoppable(tools.signal)
  const look = looker(tools.scratch, now)
  const direct = (path: string) => origins.direct(path)

  const judged: Judged[] = []
  const asked: Subject[] = []
  for (const subject of subjects) {
    if (subject.folderFault === undefined) asked.push(subject)
    else judged.push(concludeFolder(subject, subject.folderFault, now()))
  }
  for (const { subject, verdict } of judged) tools.onVerdict(subject, verdict)

  const cases = await Promise.all(asked.map((subject) => limited(() => firstRound(subject))))
  const lookAgain = secondLooker({
    ...tools,
    look,
    ruleOf,
    answered: answeredIn(cases.map(({ seen }) => seen)),
  })
  judged.push(...(await Promise.all(cases.map((one) => limited(() => secondRound(one))))))
  return { judged: noteRewrites(judged, ruleOf), settled: settled() }

  function caseOf(subject: Subject, seen: Observations): Case {
    const verdict = judge(subject, seen, tools.isPrivate(subject.path))
    tools.onVerdict(subject, verdict)
    return { subject, seen, verdict }
  }

  async function firstRound(subject: Subject): Promise<Case> {
    const first = await unlessStopped(() => look(subject, direct)).catch((error): Look => ({
      kind: 'failed',
      at: now(),
      failure: onlyStopped(error),
    }))
    const repository = await unlessStopped(() => repositoryOf(origins, subject, first)).catch(
      nothingIfStopped,
    )
    return caseOf(subject, { look: first, ...(repository && { repository }) })
  }

  async function secondRound(one: Case): Promise<Judged> {
    const { subject, seen, verdict } = await inEarnest(one)
    const candidate = mayHelp(verdict)
      ? await unlessStopped(() =>
          findCandidate(direct(subject.path), subject.path, subject.version),
        ).catch(stoppedCandidate)
      : undefined
    return conclude(subject, verdict, seen, candidate)
  }

  /** What a second look makes of a case, where there is need of one. */
  async function inEarnest(one: Case): Promise<Case> {
    const { subject, seen } = one
    const { look: first } = seen
    if (first.kind === 'found' || !isInDoubt(subject, first)) return one
    const again = await unlessStopped(() => lookAgain(subject, { ...seen, look: first })).catch(
      nothingIfStopped,
    )
    return again ? caseOf(subject, again) : one
  }
}

function onlyStopped(error: unknown): Failure {
  if (!Failure.is(error, 'stopped')) throw error
  return error
}

function nothingIfStopped(error: unknown): undefined {
  onlyStopped(error)
}

function stoppedCandidate(error: unknown): Candidate {
  onlyStopped(error)
  return { kind: 'unknown', why: 'the check was stopped first' }
}
