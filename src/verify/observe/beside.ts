import { Failure } from '../../failure.ts'
import type { Origins } from '../../origin/open-origin.ts'
import type { Gate } from '../../outbound/gate.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import type { Facts } from '../../store/facts/open-facts.ts'
import { newest, type Claim } from '../judge/claim.ts'
import type { Look, Observations, Repository } from '../judge/observation.ts'
import { meaningOf, type VerdictCode } from '../judge/verdicts.ts'
import { ownerAsker } from './ask-owner.ts'
import { databaseAsker, type ChecksumDatabase } from './checksum-database.ts'
import { forgeAsker } from './forge/forge-asker.ts'
import type { RuleFinder } from './rewrite-rules.ts'
import { withdrawalReader } from './withdrawal.ts'

/** What is remembered from earlier runs, and for later ones. */
export type BesideMemory = Pick<
  Facts,
  'verifiedPlaces' | 'noteVerified' | 'logHead' | 'saveLogHead' | 'statementAt' | 'saveStatements'
>

/** What is gathered with. */
export interface BesideTools {
  readonly origins: Pick<Origins, 'direct'>
  readonly gate: Gate
  readonly level: 'refs' | 'content'
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly isPrivate: (path: string) => boolean
  readonly ruleOf: RuleFinder
  readonly memory: BesideMemory
  /** Undefined when no checksum database is to be asked. */
  readonly sumdb?: ChecksumDatabase
}

/** Gathers what decides about a module beside the looks at it. */
export interface Beside {
  /** Right after the first look, while what it rests on is fresh. */
  early(subject: Claim, seen: Observations): Promise<Partial<Observations>>
  /** Between the rounds: asks for all repositories together what can be asked for together. */
  between(round: readonly Observations[]): Promise<void>
  /** Whether that will tell more of a module, so that it cannot be judged before. */
  isAwaited(seen: Pick<Observations, 'repository'>): boolean
  /** When all looks are over. */
  late(subject: Claim, seen: Observations): Promise<Partial<Observations>>
  /** Remembers what was verified, and what was read. */
  remember(
    verified: readonly {
      readonly path: string
      readonly code: VerdictCode
      readonly repository?: Repository
    }[],
  ): void
}

/** A place is new for so long after content was first verified there, in milliseconds. */
const newFor = 30 * 24 * 60 * 60 * 1000

/** Makes the gatherer for one run. */
export function gatherBeside(tools: BesideTools): Beside {
  const { now, memory, sumdb } = tools
  const withdrawals = withdrawalReader({ memory, mayFetch: tools.level === 'content' })
  const forges = forgeAsker(tools)
  const ownerOf = ownerAsker(tools)
  const record = sumdb && databaseAsker(sumdb, tools)

  /** Where the module was verified before it was here, while that is news. */
  function before(path: string, repository: Repository | undefined): Repository | undefined {
    const places = memory.verifiedPlaces(path)
    const isHere = (url: string) => repository !== undefined && isSame(url, repository.url)
    const here = places.find(({ url }) => isHere(url))
    if (here && now() - here.firstAt > newFor) return undefined
    const last = places.find(({ url }) => !isHere(url))
    return last && { vcs: last.vcs, url: last.url }
  }

  async function withdrawalOf(subject: Claim, look: Look): Promise<Partial<Observations>> {
    if (look.kind === 'failed') return {}
    const { path } = subject
    const source = tools.origins.direct(path)
    const isAtHand = look.kind === 'found'
    const withdrawal = await withdrawals.read(source, path, look.version, isAtHand)
    return withdrawal ? { withdrawal } : {}
  }

  async function logged(subject: Claim, look: Look): Promise<Partial<Observations>> {
    const { path } = subject
    const isWanted = record && look.kind !== 'failed' && needsRecord(subject, look)
    if (!isWanted || tools.isPrivate(path) || sumdb?.excludes(path)) return {}
    const found = await record(path, look.version)
    return 'sums' in found ? { sumdb: found.sums } : { remarks: [found.remark] }
  }

  async function forgeOf(
    { repository, again }: Observations,
    look: Look,
  ): Promise<Partial<Observations>> {
    if (repository === undefined) return {}
    const isInDoubt = again !== undefined && look.kind === 'failed' && isRefusal(look.failure)
    const forge = await forges.facts(repository.url, isInDoubt)
    return forge ? { forge } : {}
  }

  async function ownerLeft(
    repository: Repository | undefined,
    look: Look,
  ): Promise<Partial<Observations>> {
    if (repository === undefined || look.kind === 'failed') return {}
    const owner = await ownerOf(repository.url, look.answeredAt)
    return owner ? { owner } : {}
  }

  return {
    async early(subject, { look, repository }) {
      const place = before(subject.path, repository)
      return { ...(place && { before: place }), ...(await withdrawalOf(subject, look)) }
    },
    between: (round) => forges.askForAll(round.flatMap(({ repository }) => repository ?? [])),
    isAwaited: ({ repository }) => repository !== undefined && forges.isAskedForAll(repository.url),
    async late(subject, seen) {
      const look = seen.again ?? seen.look
      const parts = await Promise.all([
        ownerLeft(seen.repository, look),
        forgeOf(seen, look),
        logged(subject, look),
      ])
      return Object.assign({}, ...parts) as Partial<Observations>
    },
    remember(verified) {
      const places = verified.flatMap(({ path, code, repository }) =>
        repository && isSettled(code) ? [{ path, vcs: repository.vcs, url: repository.url }] : [],
      )
      try {
        memory.noteVerified(places)
        memory.saveStatements(withdrawals.news())
      } catch (error) {
        // Another run has it locked, and remembers what it sees itself.
        if (!Failure.is(error, 'unreachable')) throw error
      }
    },
  }
}

/** Where nothing tells what the content must be, or go.sum and upstream do not agree. */
function needsRecord(
  { goSum, goModSum, version }: Claim,
  look: Exclude<Look, { kind: 'failed' }>,
): boolean {
  if ((goSum === undefined && goModSum === undefined) || version === newest) return true
  if (look.kind === 'named') return false
  const { zipSum } = look
  const isOther = goSum !== undefined && zipSum !== undefined && goSum !== zipSum
  return isOther || (goModSum !== undefined && goModSum !== look.goModSum)
}

/** Forges answer so for what is gone as well as for what they hide. */
function isRefusal({ code, details }: Failure): boolean {
  return details.at === 'repository' && (code === 'not-found' || code === 'auth-required')
}

function isSettled(code: VerdictCode): boolean {
  const { class: rank } = meaningOf(code)
  return rank === 'ok' || rank === 'fragile'
}

function isSame(a: string, b: string): boolean {
  return a === b || (repositoryKey(a) ?? a) === (repositoryKey(b) ?? b)
}
