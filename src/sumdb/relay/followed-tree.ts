import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { planTreeHash } from '../../tlog/hash-plan.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { followLog } from '../../tlog/timeline.ts'
import { storedHashIndex } from '../../tlog/stored-hash.ts'
import type { VerifiedTiles } from '../../tlog/verified-tiles.ts'
import { inTurn } from '../../work/in-turn.ts'
import { remembering } from '../client/remembering.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { forkEvidence } from './fork-evidence.ts'
import { frozenFailure } from './frozen.ts'
import { holdEarlier } from './hold-earlier.ts'
import { holdHead, type HoldingSources } from './hold-head.ts'
import { isLacking } from './kept-tiles.ts'
import type { SignedHead } from './pinned-heads.ts'
import { treeReader } from './tree-reader.ts'

/** What is believed of a log of others: its largest head, which begins with every one before. */
export interface FollowedTree {
  /** The largest head that was verified here by any process, or is pinned; undefined where there is none yet. */
  readonly head: () => SignedHead | undefined
  /** The tree under {@link head}, its tiles read from `remote` where they are not kept. */
  readonly tiles: (remote: RemoteLog) => VerifiedTiles
  /**
   * Takes in a signed head: proves that the smaller tree is the beginning of the larger, and keeps the larger. Gives the
   * tree under that. What is read under a head is kept only once the head is believed. Tiles of the head are read from
   * `remote`, which gave it; those of the tree that is known from the `others`, too: who tells a smaller one has not got them.
   *
   * Rejects with Failure `mismatch` when the log has told two histories, which freezes it; with ProofError when tiles
   * prove nothing; with what reading them rejects with. Where tiles prove nothing, or are not there, the head is in doubt
   * until it is shown to fit.
   *
   * Heads are taken in beside each other, and one that is larger is held against the largest of that moment again.
   *
   * Source: x/mod/sumdb.Client.mergeLatestMem
   */
  readonly follow: (
    head: SignedHead,
    remote: RemoteLog,
    others?: readonly RemoteLog[],
  ) => Promise<VerifiedTiles>
  /**
   * Begins to read what the proof of a record takes, while the head beside it is taken in: what of it is in the tree under
   * the largest head that was kept. The number is not believed.
   */
  readonly expect: (id: number, remote: RemoteLog) => void
}

/** What {@link followedTree} needs. */
export interface FollowedTreeOptions {
  /** In the key of the log. */
  readonly name: string
  /** The name and id of its key. */
  readonly log: string
  /** Smallest first. */
  readonly pinned: readonly SignedHead[]
  readonly kept: RelayedLogs
  readonly now: () => number
  /** Told of a fork, once its evidence is on stable storage. */
  readonly onFork?: (evidence: string) => void
  /** Told of a head that came to be in doubt, once it is on stable storage. */
  readonly onDoubt?: (doubt: DoubtfulHead) => void
}

/** Follows a log. */
export function followedTree({
  name,
  log,
  pinned,
  kept,
  now,
  onFork,
  onDoubt,
}: FollowedTreeOptions): FollowedTree {
  const turns = inTurn()
  const unproven = () => pinned.filter(({ size }) => !kept.hasRelayedHead(log, size))
  const tiles = treeReader(log, kept)
  const head = () => kept.relayedHead(log) ?? pinned.at(-1)

  /** Takes a head in; undefined where a larger one was taken in meanwhile. */
  async function take(given: SignedHead, from: HoldingSources): Promise<VerifiedTiles | undefined> {
    const stored = kept.relayedHead(log)
    const known = stored ?? pinned.at(-1)
    const isNews = known === undefined || given.size > known.size
    const largest = isNews ? given : known
    const { latest, source } = await compared(known ?? given, given, () =>
      holdHead(known, given, from, { log, kept, tiles }),
    )
    const pins = unproven()
    const small = pins.filter(({ size }) => size <= largest.size)
    await latest.readHashes(small.flatMap(({ size }) => planTreeHash(size).indexes))
    for (const pin of pins) {
      await compared(largest, pin, () => followLog(latest, pin, source))
    }
    const earlier = kept.earlierHead(log)
    if (earlier) await holdEarlier(name, latest, earlier, source)
    const news = isNews ? [...pins, given] : pins
    if (news.length > 0 && !kept.saveRelayedHeads(log, news, stored?.size, now())) return undefined
    source.believe()
    if (earlier && earlier.size <= largest.size) kept.forgetEarlierHead(log)
    return latest
  }

  /** Makes evidence of what comes out when `given` is held against `known`. */
  async function compared<T>(
    known: SignedHead,
    given: SignedHead,
    hold: () => Promise<T>,
  ): Promise<T> {
    try {
      return await hold()
    } catch (error) {
      if (!(error instanceof ForkError)) throw error
      // Of many heads that are held against each other at a time, one that contradicts the others tells all.
      if (kept.isFrozen(log)) throw frozenFailure(name, error)
      const [older, newer] = given.size > known.size ? [known, given] : [given, known]
      const evidence = forkEvidence(error.fork, { older: older.note, newer: newer.note })
      kept.saveLogFork(log, evidence, now())
      onFork?.(evidence)
      throw frozenFailure(name, error)
    }
  }

  async function follow(given: SignedHead, remote: RemoteLog, others: readonly RemoteLog[]) {
    const all = [...new Set([remote, ...others])]
    // Pins are many: those who come first wait until one of them has held all against its head.
    if (unproven().length > 0) {
      await turns(async () => unproven().length > 0 && take(given, { own: remote, all }))
    }
    const own = remembering(remote)
    for (;;) {
      const taken = await take(given, { own, all })
      if (taken) return taken
    }
  }

  /** Notes a head of which tiles show nothing. What could not be asked shows nothing of the head, either. */
  function doubt({ size, root, note }: SignedHead, error: unknown): void {
    const isUnproved = error instanceof ProofError || isLacking(error)
    if (!isUnproved) return
    const why = error instanceof Error ? error.message : ''
    const noted = { size, root, note, known: head()?.note, why, seenAt: now() }
    if (kept.saveDoubtfulHead(log, noted)) onDoubt?.(noted)
  }

  return {
    head,
    tiles: (remote) => tiles(remote, head()),
    async follow(given, remote, others = []) {
      try {
        const latest = await follow(given, remote, others)
        kept.settleDoubt(log, given, now())
        return latest
      } catch (error) {
        doubt(given, error)
        throw error
      }
    },
    expect(id, remote) {
      const known = kept.relayedHead(log)
      // What fails here fails again for who needs it.
      if (known)
        void tiles(remote, known)
          .readHashes([storedHashIndex(0, id)])
          .catch(() => {})
    },
  }
}
