import { atMost } from '../mirror/at-most.ts'
import type { ModuleSource } from '../origin/module-source.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Gate } from '../outbound/gate.ts'
import type { RewriteRule } from '../outbound/rewrite.ts'
import type { CheckMemory } from '../store/facts/check-memory.ts'
import type { Locations } from '../store/facts/locations.ts'
import { hostRounds } from './host-rounds.ts'
import type { Claim } from './judge/claim.ts'
import { concludeFolder, isFolder } from './judge/conclude-folder.ts'
import { isInDoubt } from './judge/failed-look.ts'
import { judge } from './judge/judge.ts'
import type { Level } from './level.ts'
import { conclude, hostAsked, type Judged } from './judge/judged.ts'
import type { Look, Observations } from './judge/observation.ts'
import type { Verdict } from './judge/verdict.ts'
import { answeredIn } from './observe/answered.ts'
import { gatherBeside, type BesideMemory } from './observe/beside.ts'
import { byRepository, expectedHost } from './observe/by-repository.ts'
import type { ChecksumDatabase } from './observe/checksum-database.ts'
import { historyAt, notedLook } from './observe/history.ts'
import { knownRepositories, type RepositoryMemory } from './observe/known-repositories.ts'
import { looker, type Sight } from './observe/look.ts'
import { noteRedirect } from './observe/note-redirect.ts'
import { repositoryOf } from './observe/repository-of.ts'
import { ruleFinder } from './observe/rewrite-rules.ts'
import { secondLooker, type SecondLook } from './observe/second-look.ts'
import { nothingIfStopped, onlyStopped, stoppable } from './observe/stoppable.ts'

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

/** A module version, and what is known of it so far. */
interface Case<S extends Claim> {
  readonly subject: S
  readonly seen: Observations
  readonly verdict: Verdict
  /** Where nothing more will be known of it. */
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
  const { unlessStopped, settled } = stoppable(tools.signal)
  const look = looker(tools)
  const direct = (path: string) => origins.direct(path)
  const ruleOf = ruleFinder(tools.rewrites)
  const beside = gatherBeside({ ...tools, ruleOf })
  /** What was known beside the last look at each. */
  const known = new Map<Claim, Pick<Sight, 'known' | 'before'>>()

  const judged: Judged<S>[] = subjects
    .filter(isFolder)
    .map((subject) => concludeFolder(subject, now()))
  for (const one of judged) {
    tools.onVerdict(one.subject, one.verdict)
    tools.onJudged(one)
  }

  const asked = subjects.filter((subject) => !isFolder(subject))
  const groups = byRepository(asked, (path) => memory.locationsOf(path)[0]?.url)
  const cases: Case<S>[] = []
  /** What is asked in the second looks of one host comes after all first looks there, and so after each loss. */
  const rounds = hostRounds(asked.map(expectedHost), () =>
    secondLooker({
      ...tools,
      look: lookAndRecall,
      ruleOf,
      answered: answeredIn(cases),
      knownAt: knownRepositories(memory),
    }),
  )
  const firsts = groups.map((group) => limited(() => Promise.all(group.map(firstRound))))
  const together = Promise.all(firsts)
    .then(() => unlessStopped(() => beside.between(cases.map(({ seen }) => seen))))
    .catch(nothingIfStopped)
  const seconds = firsts.map(async (first) => Promise.all((await first).map(secondRound)))
  const [, ...rest] = await Promise.all([together, ...seconds])
  judged.push(...rest.flat())
  return { judged, settled: settled() }

  async function lookAndRecall(subject: Claim, source: (path: string) => ModuleSource) {
    const sight = await look(subject, source)
    const { look: _, ...recalled } = sight
    known.set(subject, recalled)
    return sight
  }

  function caseOf(subject: S, observed: Observations): Case<S> {
    const { path, version } = subject
    const history = historyAt(memory.troublesOf(path, version), now())
    const seen = { ...observed, ...known.get(subject), ...(history && { history }) }
    const verdict = judge(subject, seen, tools.isPrivate(path))
    tools.onVerdict(subject, verdict)
    return { subject, seen, verdict }
  }

  async function firstRound(subject: S): Promise<Case<S>> {
    if (!tools.signal.aborted) beside.begin(subject)
    const first = await unlessStopped(
      async () => (await lookAndRecall(subject, direct)).look,
    ).catch((error): Look => ({ kind: 'failed', at: now(), failure: onlyStopped(error) }))
    const repository = await unlessStopped(() => repositoryOf(origins, subject, first)).catch(
      nothingIfStopped,
    )
    const seen = { look: first, ...(repository && { repository }) }
    const more = await unlessStopped(() => beside.early(subject, seen)).catch(nothingIfStopped)
    const one = caseOf(subject, { ...seen, ...more })
    cases.push(one)
    const expected = expectedHost(subject)
    const turn =
      first.kind === 'failed' && isInDoubt(subject, first)
        ? rounds.wait(expected, hostAsked(subject, repository, first.failure))
        : undefined
    rounds.leave(expected)
    if (turn) return { ...one, turn }
    return beside.isAskedTogether(seen) ? one : { ...one, concluded: concludeCase(one) }
  }

  async function secondRound(first: Case<S>): Promise<Judged<S>> {
    if (first.concluded) return first.concluded
    const lookAgain = await first.turn
    const one = lookAgain ? await limited(() => lookedAgain(first, lookAgain)) : first
    if (beside.isAskedTogether(one.seen)) await together
    const more = await limited(() => unlessStopped(() => beside.late(one.seen))).catch(
      nothingIfStopped,
    )
    const isNews = more !== undefined && Object.keys(more).length > 0
    return concludeCase(isNews ? caseOf(first.subject, { ...one.seen, ...more }) : one)
  }

  /** What a second look makes of a case; the same case when it was stopped. */
  async function lookedAgain(one: Case<S>, lookAgain: SecondLook): Promise<Case<S>> {
    const { subject, seen } = one
    const { look } = seen
    if (look.kind !== 'failed') return one
    const again = await unlessStopped(() => lookAgain(subject, { ...seen, look })).catch(
      nothingIfStopped,
    )
    if (!again) return one
    const more = await unlessStopped(() => beside.early(subject, again)).catch(nothingIfStopped)
    return caseOf(subject, { ...again, ...more })
  }

  function concludeCase({ subject, verdict, seen }: Case<S>): Judged<S> {
    const concluded = conclude(subject, verdict, seen)
    const noted = notedLook(concluded)
    if (noted) memory.noteLooks([noted])
    noteRedirect(memory, seen)
    tools.onJudged(concluded)
    return concluded
  }
}
