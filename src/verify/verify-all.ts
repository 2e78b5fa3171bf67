import { Failure } from '../failure.ts'
import { atMost } from '../mirror/at-most.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Gate } from '../outbound/gate.ts'
import type { RewriteRule } from '../outbound/rewrite.ts'
import type { CheckMemory } from '../store/facts/check-memory.ts'
import type { Locations } from '../store/facts/locations.ts'
import { caseKeeper, type Case } from './case.ts'
import type { Claim } from './judge/claim.ts'
import { isInDoubt } from './judge/failed-look.ts'
import { judgeFolder } from './judge/judge.ts'
import { hostOfPath, type Judged } from './judge/judged.ts'
import type { Verdict } from './judge/verdict.ts'
import type { Level } from './level.ts'
import { answeredIn } from './observe/answered.ts'
import { gatherBeside, type BesideMemory } from './observe/beside.ts'
import { byRepository } from './observe/by-repository.ts'
import type { ChecksumDatabase } from './observe/checksum-database.ts'
import { knownRepositories, type RepositoryMemory } from './observe/known-repositories.ts'
import { looker, type Sight } from './observe/look.ts'
import { repositoryOf } from './observe/repository-of.ts'
import { ruleFinder } from './observe/rewrite-rules.ts'
import { secondLooker } from './observe/second-look.ts'
import { stoppable } from './observe/stoppable.ts'

/** What verification is made with. */
export interface VerifyTools<S extends Claim = Claim> {
  readonly origins: Origins
  readonly gate: Gate
  readonly level: Level
  /** What is known from earlier runs, and is remembered of this one. */
  readonly memory: CheckMemory & BesideMemory & RepositoryMemory & Pick<Locations, 'locationsOf'>
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

/** Repositories in flight at a time: more than one host is asked at once, so that a slow one does not hold up all. */
const mostAtATime = 32

/**
 * Judges module versions against their true upstream: one look each, and a second at those that seem lost. The second
 * looks wait for the end of the first round, which tells which hosts answer; what needs none is judged by then.
 *
 * @throws Failure `no-space`, and bugs
 */
export async function verifyAll<S extends Claim>(
  subjects: readonly S[],
  tools: VerifyTools<S>,
): Promise<Verified<S>> {
  const { origins, now, memory } = tools
  const limited = atMost(mostAtATime)
  const { unlessStopped, orNothing, settled } = stoppable(tools.signal)
  const look = looker(tools)
  const ruleOf = ruleFinder(tools.rewrites)
  const beside = gatherBeside({ ...tools, ruleOf })
  const cases = caseKeeper(tools)

  const folders = subjects.filter(isFolder).map(concludeFolder)

  const asked = subjects.filter((subject) => !isFolder(subject))
  const groups = byRepository(asked, (path) => memory.locationsOf(path)[0]?.url)
  const round = await Promise.all(
    groups.map((group) => limited(() => Promise.all(group.map(firstRound)))),
  )
  const open = round.flat()
  await orNothing(() => beside.between(open.map(({ seen }) => seen)))
  const lookAgain = secondLooker({
    ...tools,
    look,
    ruleOf,
    answered: answeredIn(open),
    knownAt: knownRepositories(memory),
  })
  const judged = await Promise.all(
    open.map(async (one) => one.concluded ?? limited(() => secondRound(one))),
  )
  return { judged: [...folders, ...judged], settled: settled() }

  function concludeFolder(subject: S & { readonly folderFault: string }): Judged<S> {
    const verdict = judgeFolder(subject.folderFault, now())
    const concluded = { subject, verdict, notices: [], host: hostOfPath(subject) }
    tools.onVerdict(subject, verdict)
    tools.onJudged(concluded)
    return concluded
  }

  /** The first look, and what is known right after it; `concluded` where that is all there will be. */
  async function firstRound(
    subject: S,
  ): Promise<Case<S> & { readonly concluded: Judged<S> | undefined }> {
    if (!tools.signal.aborted) beside.begin(subject)
    const sight = await unlessStopped(() => look(subject, (path) => origins.direct(path))).catch(
      (error: unknown): Sight => stoppedAt(now(), error),
    )
    const repository = await orNothing(() => repositoryOf(origins, subject, sight.look))
    const seen = { ...sight, ...(repository && { repository }) }
    const more = await orNothing(() => beside.early(subject, seen))
    const one = cases.judged(subject, { ...seen, ...more })
    const isOver = !isInDoubt(subject, sight.look) && !beside.isAskedTogether(seen)
    return { ...one, concluded: isOver ? cases.concluded(one) : undefined }
  }

  /** What a second look, where there is need of one, and what is known beside it make of a case. */
  async function secondRound(one: Case<S>): Promise<Judged<S>> {
    const { subject, seen } = one
    const { look: first } = seen
    const again =
      first.kind === 'failed' && isInDoubt(subject, first)
        ? await orNothing(() => lookAgain(subject, { ...seen, look: first }))
        : undefined
    const looks = again ?? seen
    const more = await orNothing(async () => ({
      ...(again && (await beside.early(subject, again))),
      ...(await beside.late(looks)),
    }))
    const isNews = again !== undefined || Object.keys(more ?? {}).length > 0
    return cases.concluded(isNews ? cases.judged(subject, { ...looks, ...more }) : one)
  }
}

function isFolder<S extends Claim>(subject: S): subject is S & { readonly folderFault: string } {
  return subject.folderFault !== undefined
}

/** What was seen of a module that there was no time for. */
function stoppedAt(at: number, error: unknown): Sight {
  if (!Failure.is(error, 'stopped')) throw error
  return { look: { kind: 'failed', at, failure: error } }
}
