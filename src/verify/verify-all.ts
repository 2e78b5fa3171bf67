import { Failure } from '../failure.ts'
import { atMost } from '../mirror/at-most.ts'
import type { ModuleSource } from '../origin/module-source.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Gate } from '../outbound/gate.ts'
import { withoutCredentials } from '../outbound/request-record.ts'
import type { RewriteRule } from '../outbound/rewrite.ts'
import type { CheckMemory } from '../store/facts/check-memory.ts'
import type { Locations } from '../store/facts/locations.ts'
import type { Claim } from './judge/claim.ts'
import { isInDoubt } from './judge/failed-look.ts'
import { judge, judgeFolder } from './judge/judge.ts'
import type { Level } from './level.ts'
import { conclude, hostOfPath, type Judged } from './judge/judged.ts'
import type { Look, Observations } from './judge/observation.ts'
import type { Verdict } from './judge/verdict.ts'
import { answeredIn } from './observe/answered.ts'
import { gatherBeside, type BesideMemory } from './observe/beside.ts'
import { byRepository } from './observe/by-repository.ts'
import type { ChecksumDatabase } from './observe/checksum-database.ts'
import { historyAt, notedLook } from './observe/history.ts'
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

/** A module version, and what is known of it so far. */
interface Case<S extends Claim> {
  readonly subject: S
  readonly seen: Observations
  readonly verdict: Verdict
  /** Where nothing more will be known of it. */
  readonly concluded?: Judged<S>
}

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
  const { unlessStopped, settled } = stoppable(tools.signal)
  const look = looker(tools)
  const direct = (path: string) => origins.direct(path)
  const ruleOf = ruleFinder(tools.rewrites)
  const beside = gatherBeside({ ...tools, ruleOf })
  /** What was known beside the last look at each. */
  const known = new Map<Claim, Pick<Sight, 'known' | 'before'>>()

  const judged: Judged<S>[] = subjects
    .filter(isFolder)
    .map((subject) => concludeFolder(subject, subject.folderFault, now()))
  for (const one of judged) {
    tools.onVerdict(one.subject, one.verdict)
    tools.onJudged(one)
  }

  const asked = subjects.filter((subject) => !isFolder(subject))
  const groups = byRepository(asked, (path) => memory.locationsOf(path)[0]?.url)
  const rounds = groups.map((group) => limited(() => Promise.all(group.map(firstRound))))
  const cases = (await Promise.all(rounds)).flat()
  await unlessStopped(() => beside.between(cases.map(({ seen }) => seen))).catch(nothingIfStopped)
  const lookAgain = secondLooker({
    ...tools,
    look: lookAndRecall,
    ruleOf,
    answered: answeredIn(cases),
    knownAt: knownRepositories(memory),
  })
  const seconds = cases.map(async (one) => one.concluded ?? limited(() => secondRound(one)))
  judged.push(...(await Promise.all(seconds)))
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
    const isOver = !isInDoubt(subject, first) && !beside.isAskedTogether(seen)
    return isOver ? { ...one, concluded: concludeCase(one) } : one
  }

  /** What a second look, where there is need of one, and what is known beside it make of a case. */
  async function secondRound(one: Case<S>): Promise<Judged<S>> {
    const { subject, seen } = one
    const { look: first } = seen
    const again =
      first.kind === 'failed' && isInDoubt(subject, first)
        ? await unlessStopped(() => lookAgain(subject, { ...seen, look: first })).catch(
            nothingIfStopped,
          )
        : undefined
    const looks = again ?? seen
    const more = await unlessStopped(async () => ({
      ...(again && (await beside.early(subject, again))),
      ...(await beside.late(looks)),
    })).catch(nothingIfStopped)
    const isNews = again !== undefined || Object.keys(more ?? {}).length > 0
    return concludeCase(isNews ? caseOf(subject, { ...looks, ...more }) : one)
  }

  /** Where it was found through a redirect that may be gone one day. */
  function noteRedirect({ look: first, again: look = first, repository }: Observations): void {
    if (look.kind === 'failed' || look.answeredAt === undefined || !repository) return
    memory.noteRedirect(repository.url, withoutCredentials(look.answeredAt), look.at)
  }

  function concludeCase({ subject, verdict, seen }: Case<S>): Judged<S> {
    const concluded = conclude(subject, verdict, seen)
    const noted = notedLook(concluded)
    if (noted) memory.noteLooks([noted])
    noteRedirect(seen)
    tools.onJudged(concluded)
    return concluded
  }
}

function isFolder<S extends Claim>(subject: S): subject is S & { readonly folderFault: string } {
  return subject.folderFault !== undefined
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
