import type { Failure } from '../../failure.ts'
import type { Origins } from '../../origin/origins.ts'
import type { Gate } from '../../outbound/gate.ts'
import type { Repositories } from '../../store/facts/known-repositories.ts'
import type { LoggedRecords } from '../../store/facts/logged-records.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import type { Statements } from '../../store/facts/statements.ts'
import type { Claim } from '../judge/claim.ts'
import type { AnsweredLook, Observations } from '../judge/observation.ts'
import type { Level } from '../level.ts'
import { ownerAsker } from './ask-owner.ts'
import { databaseAsker, type ChecksumDatabase } from './checksum-database.ts'
import { forgeAsker } from './forge/forge-asker.ts'
import type { RuleFinder } from './rewrite-rules.ts'
import { withdrawalReader, type WithdrawalReader } from './withdrawal.ts'

/** What is remembered from earlier runs, and for later ones. */
export type BesideMemory = RelayedLogs &
  LoggedRecords &
  Statements &
  Pick<Repositories, 'repository'>

/** What is gathered with. */
export interface BesideTools {
  readonly origins: Pick<Origins, 'direct'>
  readonly gate: Gate
  readonly level: Level
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly isPrivate: (path: string) => boolean
  readonly ruleOf: RuleFinder
  readonly memory: BesideMemory
  /** Who reads withdrawals, where somebody has begun to. */
  readonly withdrawals?: WithdrawalReader
  /** Undefined when no checksum database is to be asked. */
  readonly sumdb?: ChecksumDatabase
}

/** Gathers what decides about a module beside the looks at it. */
export interface Beside {
  /** Before the first look. */
  begin(subject: Claim): void
  /** Right after a look that was answered, while what it rests on is fresh. */
  early(subject: Claim, seen: Observations): Promise<Partial<Observations>>
  /** Whether more will be known between the rounds. */
  isAskedTogether(seen: Observations): boolean
  /** Between the rounds: asks for all repositories together what can be asked for together. */
  between(round: readonly Observations[]): Promise<void>
  /** When all looks are over. */
  late(seen: Observations): Promise<Partial<Observations>>
}

/** Makes the gatherer for one run. */
export function gatherBeside(tools: BesideTools): Beside {
  const { memory, sumdb, gate } = tools
  const withdrawals =
    tools.withdrawals ?? withdrawalReader({ memory, mayFetch: tools.level === 'content' })
  const forges = forgeAsker(tools)
  const ownersOf = ownerAsker(tools)
  const database = sumdb && databaseAsker(sumdb, tools)

  async function withdrawalOf({ path }: Claim, look: AnsweredLook): Promise<Partial<Observations>> {
    const source = tools.origins.direct(path)
    const withdrawal = await withdrawals.read(source, path, look.version, look.kind === 'found')
    return withdrawal ? { withdrawal } : {}
  }

  async function logged(subject: Claim, look: AnsweredLook): Promise<Partial<Observations>> {
    const { path } = subject
    const mayBeNamed = database && !tools.isPrivate(path) && !sumdb.excludes(path)
    if (!mayBeNamed) return {}
    const isAsked = tools.level === 'content' || needsRecord(subject, look)
    if (!isAsked) {
      const known = database.known(path, look.version)
      return known ? { sumdb: known } : {}
    }
    const { sums, remark } = await database.record(path, look.version)
    return { ...(sums && { sumdb: sums }), ...(remark && { remarks: [remark] }) }
  }

  function publicAt(url: string): Partial<Observations> {
    const at = gate.isAuthorized(url) ? undefined : memory.repository(url)?.publicAt
    return at === undefined ? {} : { publicAt: at }
  }

  return {
    begin({ path }) {
      withdrawals.begin(tools.origins.direct(path), path)
    },
    async early(subject, { look: first, again: look = first, repository }) {
      if (look.kind === 'failed') return {}
      const parts = await Promise.all([
        withdrawalOf(subject, look),
        logged(subject, look),
        repository && ownersOf(repository.url, look.answeredAt),
      ])
      return merged(parts)
    },
    isAskedTogether: ({ repository }) =>
      repository !== undefined && forges.isAskedTogether(repository.url),
    between: (round) => forges.askForAll(round.flatMap(({ repository }) => repository?.url ?? [])),
    async late(seen) {
      const { repository, look, again } = seen
      if (repository === undefined) return {}
      const isInDoubt =
        again?.kind === 'failed' && look.kind === 'failed' && isRefusal(again.failure)
      const forge = await forges.facts(repository.url, isInDoubt)
      return merged([forge && { forge }, isInDoubt ? publicAt(repository.url) : undefined])
    },
  }
}

/** Where nothing tells what the content must be, or go.sum and upstream do not agree. */
function needsRecord({ goSum, goModSum }: Claim, look: AnsweredLook): boolean {
  if (goSum === undefined && goModSum === undefined) return true
  if (look.kind === 'named') return false
  const { zipSum } = look
  const isOther = goSum !== undefined && zipSum !== undefined && goSum !== zipSum
  return isOther || (goModSum !== undefined && goModSum !== look.goModSum)
}

/** Forges answer so for what is gone as well as for what they hide. */
function isRefusal({ code, details }: Failure): boolean {
  return details.at === 'repository' && (code === 'not-found' || code === 'auth-required')
}

function merged(parts: readonly (Partial<Observations> | undefined)[]): Partial<Observations> {
  const all: Partial<Observations> = {}
  for (const part of parts) Object.assign(all, part)
  return all
}
