import { Failure } from '../failure.ts'
import { atMost } from '../mirror/at-most.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Gate } from '../outbound/gate.ts'
import type { RewriteRule } from '../outbound/rewrite.ts'
import type { Claim } from './judge/claim.ts'
import { isInDoubt, judge, judgeFolder, type Verdict } from './judge/judge.ts'
import { conclude, hostOfPath, type Judged } from './judge/judged.ts'
import type { FailedLook, Look, Observations } from './judge/observation.ts'
import { answeredIn } from './observe/answered.ts'
import { gatherBeside, type BesideMemory } from './observe/beside.ts'
import type { ChecksumDatabase } from './observe/checksum-database.ts'
import { knownRepositories, type RepositoryMemory } from './observe/known-repositories.ts'
import { looker } from './observe/look.ts'
import { repositoryOf } from './observe/repository-of.ts'
import { ruleFinder } from './observe/rewrite-rules.ts'
import { secondLooker } from './observe/second-look.ts'
import { stoppable } from './observe/stoppable.ts'

/** How much is asked: whether refs still name commits whose content is known, or all content anew. */
export type Level = 'refs' | 'content'

/** What verification is made with. */
export interface VerifyTools<S extends Claim = Claim> {
  readonly origins: Origins
  readonly gate: Gate
  readonly level: Level
  /** What is known from earlier runs, and is remembered of this one. */
  readonly memory: BesideMemory & RepositoryMemory
  /** The checksum database that may be asked; undefined for none. */
  readonly sumdb?: ChecksumDatabase
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** An empty folder for zips that are cut and removed. */
  readonly scratch: string
  readonly isPrivate: (path: string) => boolean
  /** The `[[rewrite]]` rules of the configuration. */
  readonly rewrites: readonly RewriteRule[]
  /** Ends it: what is not judged then is `pending`, or as good as one look made it. */
  readonly signal: AbortSignal
  /** Told of each verdict: after the first look, and again when a second one changes it. */
  readonly onVerdict: (subject: S, verdict: Verdict) => void
  /** Told of each module once, when its verdict is the last one. */
  readonly onJudged: (judged: Judged<S>) => void
}

/** The end of a verification. */
export interface Verified<S extends Claim> {
  /** As many as there were subjects; those that folders replace come first. */
  readonly judged: readonly Judged<S>[]
  /** Resolves when the work that an early end left behind has ended too; never rejects. */
  readonly settled: Promise<unknown>
}

/** Module versions in flight at a time: more than one host is asked at once, so that a slow one does not hold up all. */
const mostAtATime = 32

/** A module version, and what is known of it so far. */
interface Case<S extends Claim> {
  readonly subject: S
  readonly seen: Observations
  readonly verdict: Verdict
}

/**
 * Judges module versions against their true upstream: one look each, and a second at those that seem lost. The second
 * looks wait for the end of the first round, which tells which hosts answer.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function verifyAll<S extends Claim>(
  subjects: readonly S[],
  tools: VerifyTools<S>,
): Promise<Verified<S>> {
  const { origins, now } = tools
  const limited = atMost(mostAtATime)
  const { unlessStopped, settled } = stoppable(tools.signal)
  const look = looker(tools.scratch, now)
  const direct = (path: string) => origins.direct(path)
  const ruleOf = ruleFinder(tools.rewrites)
  const beside = gatherBeside({ ...tools, ruleOf })

  const judged: Judged<S>[] = []
  const asked: S[] = []
  for (const subject of subjects) {
    if (subject.folderFault === undefined) asked.push(subject)
    else judged.push(concludeFolder(subject, subject.folderFault, now()))
  }
  for (const one of judged) {
    tools.onVerdict(one.subject, one.verdict)
    tools.onJudged(one)
  }

  const cases = await Promise.all(asked.map((subject) => limited(() => firstRound(subject))))
  await unlessStopped(() => beside.between(cases.map(({ seen }) => seen))).catch(nothingIfStopped)
  const lookAgain = secondLooker({
    ...tools,
    look,
    ruleOf,
    answered: answeredIn(cases),
    knownAt: knownRepositories(tools.memory),
  })
  judged.push(...(await Promise.all(cases.map((one) => limited(() => secondRound(one))))))
  beside.remember()
  return { judged, settled: settled() }

  function caseOf(subject: S, seen: Observations): Case<S> {
    const verdict = judge(subject, seen, tools.isPrivate(subject.path))
    tools.onVerdict(subject, verdict)
    return { subject, seen, verdict }
  }

  async function firstRound(subject: S): Promise<Case<S>> {
    const first = await unlessStopped(() => look(subject, direct)).catch((error): Look => ({
      kind: 'failed',
      at: now(),
      failure: onlyStopped(error),
    }))
    const repository = await unlessStopped(() => repositoryOf(origins, subject, first)).catch(
      nothingIfStopped,
    )
    const seen = { look: first, ...(repository && { repository }) }
    const more = await unlessStopped(() => beside.early(subject, seen)).catch(nothingIfStopped)
    return caseOf(subject, { ...seen, ...more })
  }

  async function secondRound(one: Case<S>): Promise<Judged<S>> {
    const { subject, seen, verdict } = await withAll(await inEarnest(one))
    const concluded = conclude(subject, verdict, seen)
    tools.onJudged(concluded)
    return concluded
  }

  /** What is known beside the looks makes of a case. */
  async function withAll(one: Case<S>): Promise<Case<S>> {
    const { subject, seen } = one
    const more = await unlessStopped(() => beside.late(seen)).catch(nothingIfStopped)
    return more && Object.keys(more).length > 0 ? caseOf(subject, { ...seen, ...more }) : one
  }

  /** What a second look makes of a case, where there is need of one. */
  async function inEarnest(one: Case<S>): Promise<Case<S>> {
    const { subject, seen } = one
    const { look: first } = seen
    if (first.kind !== 'failed' || !needsSecondLook(subject, first)) return one
    const again = await unlessStopped(() => lookAgain(subject, { ...seen, look: first })).catch(
      nothingIfStopped,
    )
    return again ? caseOf(subject, again) : one
  }
}

/** A name that leads nowhere says nothing by itself, but much where others say the same. */
function needsSecondLook(subject: Claim, look: FailedLook): boolean {
  return isInDoubt(subject, look) || look.failure.details.stage === 'name'
}

function concludeFolder<S extends Claim>(subject: S, fault: string, at: number): Judged<S> {
  return { subject, verdict: judgeFolder(fault, at), notices: [], host: hostOfPath(subject) }
}

function onlyStopped(error: unknown): Failure {
  if (!Failure.is(error, 'stopped')) throw error
  return error
}

function nothingIfStopped(error: unknown): undefined {
  onlyStopped(error)
}
