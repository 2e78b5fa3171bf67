import { Failure } from '../failure.ts'
import { atMost } from '../mirror/at-most.ts'
import type { Freshness } from '../origin/code/code-source.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Origin } from '../origin/version-info.ts'
import type { Gate } from '../outbound/gate.ts'
import { findCandidate, mayHelp, type Candidate } from './candidate.ts'
import { isInDoubt, judge, judgeFolder, type Verdict } from './judge.ts'
import { looker } from './look.ts'
import type { Control, Look, Observations } from './observation.ts'
import { repositoryOf } from './repository-of.ts'
import { hasAnswered, secondLooker } from './second-look.ts'
import type { Subject } from './subject.ts'
import { adviceOn, type Advice } from './way-out.ts'

/** What a check is made with; times in milliseconds, sizes in bytes. */
export interface CheckTools {
  readonly origins: Origins
  readonly gate: Gate
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** An empty folder for zips that are cut and removed. */
  readonly scratch: string
  readonly freshness: Freshness
  readonly maxPageBytes: number
  readonly isPrivate: (path: string) => boolean
  /** Ends the check: what is not judged then is `pending`, or as good as one look made it. */
  readonly signal: AbortSignal
  /** Told of each verdict: after the first look, and again when a second one changes it. */
  readonly onVerdict: (subject: Subject, verdict: Verdict) => void
}

/** A module version that was judged. */
export interface Judged {
  readonly subject: Subject
  readonly verdict: Verdict
  readonly origin?: Origin
  /** The repository, when it is known. */
  readonly repository?: string
  /** The host that was asked last. */
  readonly host: string
  /** Hashes found upstream. */
  readonly found?: { readonly zipSum?: string; readonly goModSum: string }
  readonly advice: readonly Advice[]
}

/** The end of a check. */
export interface Checked {
  /** In the order of the subjects. */
  readonly judged: readonly Judged[]
  /** Resolves when the work that an early end left behind has ended too; never rejects. */
  readonly settled: Promise<unknown>
}

/** Module versions in flight at a time. */
const mostAtATime = 8

/**
 * Judges module versions against their true upstream: one look each, a second at those that seem lost, then a way out
 * for those that are. The second looks wait for the end of the first round, which tells which hosts answer.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function runCheck(subjects: readonly Subject[], tools: CheckTools): Promise<Checked> {
  const { origins, now, isPrivate, signal, onVerdict } = tools
  const limited = atMost(mostAtATime)
  const { unlessStopped, settled } = stoppable(signal)
  const direct = (path: string) => origins.direct(path)
  const look = looker(tools.scratch, now)

  const each = <T>(work: (subject: Subject, index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(subjects.map((subject, index) => limited(() => work(subject, index))))

  function verdictOn(subject: Subject, seen: Observations): Verdict {
    const verdict =
      subject.folderFault === undefined
        ? judge(subject, seen, isPrivate(subject.path))
        : judgeFolder(subject.folderFault, seen.look.at)
    onVerdict(subject, verdict)
    return verdict
  }

  async function firstLook(subject: Subject): Promise<Look> {
    if (subject.folderFault !== undefined) return stoppedLook(new Failure('stopped', ''), now())
    return unlessStopped(() => look(subject, direct)).catch((error) => stoppedLook(error, now()))
  }

  const firstRound = await each(async (subject) => {
    const first = await firstLook(subject)
    const repository = await unlessStopped(() => repositoryOf(origins, subject, first)).catch(
      nothingIfStopped,
    )
    return { first, repository, verdict: verdictOn(subject, { look: first }) }
  })

  const lookAgain = secondLooker({ ...tools, look, answered: answeredIn(firstRound) })
  const judged = await Promise.all(
    subjects.map((subject, index) => secondRound(subject, firstRound[index] ?? never())),
  )
  return { judged, settled: settled() }

  function secondRound(subject: Subject, round: FirstRound): Promise<Judged> {
    const { first, repository } = round
    return limited(async () => {
      const isOver = first.kind === 'found' || !isInDoubt(subject, first)
      const seen = isOver
        ? undefined
        : await unlessStopped(() => lookAgain(subject, first)).catch(nothingIfStopped)
      const verdict = seen === undefined ? round.verdict : verdictOn(subject, seen)
      const candidate = mayHelp(verdict)
        ? await unlessStopped(() =>
            findCandidate(direct(subject.path), subject.path, subject.version),
          ).catch(stoppedCandidate)
        : undefined
      return conclude(subject, verdict, seen?.again ?? first, repository, candidate)
    })
  }
}

interface FirstRound {
  readonly first: Look
  readonly repository: string | undefined
  readonly verdict: Verdict
}

function conclude(
  subject: Subject,
  verdict: Verdict,
  last: Look,
  repository: string | undefined,
  candidate: Candidate | undefined,
): Judged {
  const failure = last.kind === 'failed' ? last.failure : undefined
  const asked = URL.parse(failure?.details.url ?? repository ?? '')
  const host = asked?.host ?? subject.path.split('/')[0] ?? ''
  const facts = { host, ...(candidate && { candidate }), ...(failure && { failure }) }
  return {
    subject,
    verdict,
    host,
    ...(repository !== undefined && { repository }),
    ...(last.kind === 'found' && { found: last, ...(last.origin && { origin: last.origin }) }),
    advice: adviceOn(subject, verdict, facts),
  }
}

/** Of each host one repository that told its refs. */
function answeredIn(
  round: readonly Pick<FirstRound, 'first' | 'repository'>[],
): Map<string, Control> {
  const answered = new Map<string, Control>()
  for (const { first, repository } of round) {
    const host = repository === undefined ? undefined : URL.parse(repository)?.host
    if (repository === undefined || host === undefined) continue
    if (first.kind === 'failed' && !hasAnswered(first.failure)) continue
    answered.set(host, { at: first.at, url: repository, saw: 'repository answers', answers: true })
  }
  return answered
}

/** Lets nobody wait for work once the signal is aborted, though the work itself goes on to its end. */
function stoppable(signal: AbortSignal): {
  unlessStopped: <T>(work: () => Promise<T>) => Promise<T>
  settled: () => Promise<unknown>
} {
  const underWay = new Set<Promise<unknown>>()
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Failure('stopped', 'The check was stopped before it was done'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  stopped.catch(() => {})
  return {
    unlessStopped(work) {
      if (signal.aborted) return stopped
      const working = work()
      const ended = working.catch(() => {}).finally(() => underWay.delete(ended))
      underWay.add(ended)
      return Promise.race([working, stopped])
    },
    settled: () => Promise.all(underWay),
  }
}

function stoppedLook(error: unknown, at: number): Look {
  if (!Failure.is(error, 'stopped')) throw error
  return { kind: 'failed', at, failure: error }
}

function nothingIfStopped(error: unknown): undefined {
  if (!Failure.is(error, 'stopped')) throw error
}

function stoppedCandidate(error: unknown): Candidate {
  if (!Failure.is(error, 'stopped')) throw error
  return { kind: 'unknown', why: 'the check was stopped first' }
}

function never(): never {
  throw new Error('a subject was not looked at')
}
