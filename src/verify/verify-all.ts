import { Failure } from '../failure.ts'
import { atMost } from '../work/at-most.ts'
import type { Origins } from '../origin/origins.ts'
import type { Gate } from '../outbound/gate.ts'
import type { RewriteRule } from '../outbound/rewrite.ts'
import type { CheckMemory } from '../store/facts/check-memory.ts'
import type { Locations } from '../store/facts/locations.ts'
import { caseKeeper, type Case } from './case.ts'
import { hostRounds } from './host-rounds.ts'
import type { Claim } from './judge/claim.ts'
import { concludeFolder, isFolder } from './judge/conclude-folder.ts'
import { isInDoubt } from './judge/failed-look.ts'
import { hostAsked, type Judged } from './judge/judged.ts'
import type { Verdict } from './judge/verdict.ts'
import type { Level } from './level.ts'
import { answeredIn } from './observe/answered.ts'
import { gatherBeside, type BesideMemory } from './observe/beside.ts'
import { byRepository, expectedHost } from './observe/by-repository.ts'
import type { ChecksumDatabase } from './observe/checksum-database.ts'
import { knownRepositories, type RepositoryMemory } from './observe/known-repositories.ts'
import { lastPlaces } from './observe/last-places.ts'
import { looker, type Sight } from './observe/look.ts'
import { repositoryOf } from './observe/repository-of.ts'
import { ruleFinder } from './observe/rewrite-rules.ts'
import { secondLooker, type SecondLook } from './observe/second-look.ts'
import { stoppable } from './observe/stoppable.ts'
import type { WithdrawalReader } from './observe/withdrawal.ts'

/** What verification is made with. */
export interface VerifyTools<S extends Claim = Claim> {
  readonly origins: Origins
  readonly gate: Gate
  readonly level: Level
  /** What is known from earlier runs, and is remembered of this one. */
  readonly memory: CheckMemory & BesideMemory & RepositoryMemory & Pick<Locations, 'locationsOf'>
  /** The checksum database that may be asked; undefined for none. */
  readonly sumdb?: ChecksumDatabase
  /** Who reads withdrawals, where somebody has begun to. */
  readonly withdrawals?: WithdrawalReader
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

/** A case after its first look. */
interface Begun<S extends Claim> extends Case<S> {
  /** Where that is all there will be. */
  readonly concluded?: Judged<S>
  /** Where there is need of a second look: resolves when the first round is over at the hosts that matter to it. */
  readonly turn?: Promise<SecondLook>
}

/**
 * Judges module versions against their true upstream: one look each, and a second at those that seem lost. The second
 * looks wait until the first are over at their own host, which tells whether it answers. What a forge tells of many
 * repositories at once waits for all first looks.
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

  const folders = subjects.filter(isFolder).map((subject) => concludeFolder(subject, now()))
  for (const one of folders) {
    tools.onVerdict(one.subject, one.verdict)
    tools.onJudged(one)
  }

  const asked = subjects.filter((subject) => !isFolder(subject))
  const groups = byRepository(asked, lastPlaces(memory))
  const begun: Case<S>[] = []
  /** What is asked in the second looks of one host comes after all first looks there, and so after each loss. */
  const rounds = hostRounds(asked.map(expectedHost), () =>
    secondLooker({
      ...tools,
      look,
      ruleOf,
      answered: answeredIn(begun),
      knownAt: knownRepositories(memory),
    }),
  )
  const firsts = groups.map((group) => limited(() => Promise.all(group.map(firstRound))))
  const together = Promise.all(firsts).then(() =>
    orNothing(() => beside.between(begun.map(({ seen }) => seen))),
  )
  const seconds = firsts.map(async (first) => Promise.all((await first).map(secondRound)))
  const [, ...judged] = await Promise.all([together, ...seconds])
  return { judged: [...folders, ...judged.flat()], settled: settled() }

  /** The first look, and what is known right after it. */
  async function firstRound(subject: S): Promise<Begun<S>> {
    if (!tools.signal.aborted) beside.begin(subject)
    const sight = await unlessStopped(() => look(subject, (path) => origins.direct(path))).catch(
      (error: unknown): Sight => stoppedAt(now(), error),
    )
    const repository = await orNothing(() => repositoryOf(origins, subject, sight.look))
    const seen = { ...sight, ...(repository && { repository }) }
    const more = await orNothing(() => beside.early(subject, seen))
    const one = cases.judged(subject, { ...seen, ...more })
    begun.push(one)
    const expected = expectedHost(subject)
    const turn =
      sight.look.kind === 'failed' && isInDoubt(subject, sight.look)
        ? rounds.wait(expected, hostAsked(subject, repository, sight.look.failure))
        : undefined
    rounds.leave(expected)
    if (turn) return { ...one, turn }
    return beside.isAskedTogether(seen) ? one : { ...one, concluded: cases.concluded(one) }
  }

  /** What a second look, where there is need of one, and what is known beside it make of a case. */
  async function secondRound(first: Begun<S>): Promise<Judged<S>> {
    if (first.concluded) return first.concluded
    const lookAgain = await first.turn
    const one = lookAgain ? await limited(() => lookedAgain(first, lookAgain)) : first
    if (beside.isAskedTogether(one.seen)) await together
    const more = await limited(() => orNothing(() => beside.late(one.seen)))
    const isNews = Object.keys(more ?? {}).length > 0
    return cases.concluded(isNews ? cases.judged(one.subject, { ...one.seen, ...more }) : one)
  }

  /** What a second look makes of a case; the same case when it was stopped. */
  async function lookedAgain(one: Case<S>, lookAgain: SecondLook): Promise<Case<S>> {
    const { subject, seen } = one
    const { look: first } = seen
    if (first.kind !== 'failed') return one
    const again = await orNothing(() => lookAgain(subject, { ...seen, look: first }))
    if (!again) return one
    const more = await orNothing(() => beside.early(subject, again))
    return cases.judged(subject, { ...again, ...more })
  }
}

/** What was seen of a module that there was no time for. */
function stoppedAt(at: number, error: unknown): Sight {
  if (!Failure.is(error, 'stopped')) throw error
  return { look: { kind: 'failed', at, failure: error } }
}
