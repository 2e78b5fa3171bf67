import { Failure, type FailureCode } from '../../failure.ts'
import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'
import type { LogFork } from '../../store/facts/log-forks.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { formatVerifierKey, keyNameOf, type Verifier } from '../../tlog/verifier.ts'
import type { SourceStanding } from './compare-sources.ts'
import type { FollowedTree } from './followed-tree.ts'
import type { ThroughSources } from './through-sources.ts'

/** What is known of a checksum database of others. Times are Unix milliseconds. */
export interface RelayStanding {
  readonly name: string
  /** Its verifier key. */
  readonly key: string
  /** The largest head that was verified; undefined where nothing is known yet. */
  readonly head: TreeHead | undefined
  /** When a head of it was last found to be of the history that is known, as far as this process can tell. */
  readonly comparedAt: number | undefined
  /** That it could not be asked, or was not believed, since then. */
  readonly trouble: { readonly at: number; readonly code: FailureCode } | undefined
  /** Heads that it has signed and that were shown neither to fit nor to contradict what is known, the latest first. */
  readonly doubts: readonly DoubtfulHead[]
  /** How its sources fared when they were compared, where there are several. */
  readonly sources: readonly SourceStanding[]
  /** Whether nothing of it is passed on, because of a fork. */
  readonly isFrozen: boolean
  /** Every time that it was caught with two histories, the latest first. */
  readonly forks: readonly LogFork[]
}

/** What of a relay is noted, and how. */
export interface NotedRelay {
  /** The same tree; each head that it takes in is noted. */
  readonly tree: FollowedTree
  /** The same way to ask; whatever keeps from it is noted. That something is not there is an answer. */
  readonly asking: (ask: ThroughSources) => ThroughSources
  readonly standing: () => Omit<RelayStanding, 'sources'>
}

/** What noting how a relay fares takes. */
export interface StandingOptions {
  readonly verifier: Verifier
  readonly kept: RelayedLogs
  /** Unix milliseconds. */
  readonly now: () => number
  /** It could not be asked, or is not believed. Told once a minute for each reason, and not of a fork. */
  readonly onTrouble: (error: unknown) => void
  /** It was compared again after that. */
  readonly onRecovery?: () => void
}

/** Milliseconds for which the same trouble is not told again. */
const quietFor = 60_000

/** Notes how a relay fares, and tells of it. */
export function relayStanding(
  tree: FollowedTree,
  { verifier, kept, now, onTrouble, onRecovery }: StandingOptions,
): NotedRelay {
  const log = keyNameOf(verifier)
  let followedAt: number | undefined
  let trouble: RelayStanding['trouble']
  let told: RelayStanding['trouble']
  let isToldOver = true

  function tell(error: unknown, now: NonNullable<RelayStanding['trouble']>): void {
    const isNews = told?.code !== now.code || Math.abs(now.at - told.at) >= quietFor
    if (!isNews || kept.isFrozen(log)) return
    told = now
    isToldOver = false
    onTrouble(error)
  }

  return {
    tree: {
      ...tree,
      async follow(...asked) {
        const tiles = await tree.follow(...asked)
        followedAt = now()
        trouble = undefined
        if (!isToldOver) onRecovery?.()
        isToldOver = true
        return tiles
      },
    },
    asking: (ask) => async (work) => {
      try {
        return await ask(work)
      } catch (error) {
        const { code } = Failure.is(error) ? error : { code: 'not-found' as const }
        if (code !== 'not-found' && code !== 'stopped') {
          trouble = { at: now(), code }
          tell(error, trouble)
        }
        throw error
      }
    },
    standing() {
      const head = tree.head()
      return {
        name: verifier.name,
        key: formatVerifierKey(verifier),
        head: head && { size: head.size, root: head.root },
        comparedAt: followedAt ?? kept.relayedHeadAt(log),
        trouble,
        doubts: kept.doubtfulHeads(log),
        isFrozen: kept.isFrozen(log),
        forks: kept.logForks(log),
      }
    },
  }
}
