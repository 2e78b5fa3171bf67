import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { emptyRoot } from '../../tlog/hash.ts'
import { planTreeHash } from '../../tlog/hash-plan.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { storedHashIndex } from '../../tlog/stored-hash.ts'
import { followLog } from '../../tlog/timeline.ts'
import { verifyTiles, type VerifiedTiles } from '../../tlog/verified-tiles.ts'
import { inTurn } from '../client/in-turn.ts'
import { remembering } from '../client/remembering.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { forkEvidence } from './fork-evidence.ts'
import { frozenFailure } from './frozen.ts'
import { keptTiles } from './kept-tiles.ts'
import type { SignedHead } from './pinned-heads.ts'

/** What is believed of a log of others: its largest head, which begins with every one before. */
export interface LogTree {
  /** The largest head that was verified here by any process, or is pinned; undefined where there is none yet. */
  readonly head: () => SignedHead | undefined
  /** The tree under {@link head}, its tiles read from `remote` where they are not kept. */
  readonly tiles: (remote: RemoteLog) => VerifiedTiles
  /**
   * Takes in a signed head: proves that the smaller tree is the beginning of the larger, and keeps the larger. Gives the
   * tree under that. What is read under a head is kept only once the head is believed.
   *
   * Rejects with Failure `mismatch` when the log has told two histories, which freezes it; with ProofError when tiles
   * prove nothing; with what reading them rejects with.
   *
   * Heads are taken in beside each other, and one that is larger is held against the largest of that moment again.
   *
   * Source: x/mod/sumdb.Client.mergeLatestMem
   */
  readonly follow: (head: SignedHead, remote: RemoteLog) => Promise<VerifiedTiles>
  /**
   * Begins to read what the proof of a record takes, while the head beside it is taken in: what of it is in the tree under
   * the largest head that was kept. The number is not believed.
   */
  readonly expect: (id: number, remote: RemoteLog) => void
}

/** What {@link logTree} needs. */
export interface LogTreeOptions {
  /** In the key of the log. */
  readonly name: string
  /** The name and id of its key. */
  readonly log: string
  /** Smallest first. */
  readonly pinned: readonly SignedHead[]
  readonly kept: RelayedLogs
  readonly now: () => number
  /** Told of a fork, once its evidence is on stable storage. */
  readonly onFork: (evidence: string) => void
}

/** A reader has 8 KiB in memory for each tile that it has read: one that has read so many is replaced. */
const mostTilesRead = 2048

/** Opens what is believed of a log. */
export function logTree({ name, log, pinned, kept, now, onFork }: LogTreeOptions): LogTree {
  const turns = inTurn()
  const unproven = () => pinned.filter(({ size }) => !kept.hasRelayedHead(log, size))
  let reader:
    | { readonly tiles: VerifiedTiles; readonly remote: RemoteLog; left: number }
    | undefined

  const head = () => kept.relayedHead(log) ?? pinned.at(-1)

  function tiles(remote: RemoteLog): VerifiedTiles {
    const { size, root } = head() ?? { size: 0, root: emptyRoot }
    if (reader?.tiles.head.size === size && reader.remote === remote && reader.left > 0) {
      return reader.tiles
    }
    const source = keptTiles(log, kept, remote)
    source.believe()
    const readTile: typeof source.readTile = (tile) => {
      made.left -= 1
      return source.readTile(tile)
    }
    const made = {
      tiles: verifyTiles({ size, root }, { ...source, readTile }),
      remote,
      left: mostTilesRead,
    }
    reader = made
    return made.tiles
  }

  /**
   * Takes a head in; undefined where a larger one was taken in meanwhile.
   *
   * @param own what the tree of the head is read from, if not from `remote`
   */
  async function take(
    given: SignedHead,
    remote: RemoteLog,
    own = remote,
  ): Promise<VerifiedTiles | undefined> {
    const known = head()
    const after = kept.relayedHead(log)?.size
    const isNews = known === undefined || given.size > known.size
    const largest = isNews ? given : known
    const { latest, source } = await compared(known ?? given, given, () =>
      followed(given, remote, own),
    )
    const pins = unproven()
    const small = pins.filter(({ size }) => size <= largest.size)
    await latest.readHashes(small.flatMap(({ size }) => planTreeHash(size).indexes))
    for (const pin of pins) {
      await compared(largest, pin, () => followLog(latest, pin, source))
    }
    const news = isNews ? [...pins, given] : pins
    if (news.length > 0 && !kept.saveRelayedHeads(log, news, after, now())) return undefined
    source.believe()
    return latest
  }

  /** Holds a head against the largest: with the tiles that are kept, and where these do not fit, with its own. */
  async function followed(given: SignedHead, remote: RemoteLog, own: RemoteLog) {
    const source = keptTiles(log, kept, own)
    try {
      return { latest: await followLog(tiles(remote), given, source), source }
    } catch (error) {
      if (error instanceof ForkError || !(error instanceof ProofError)) throw error
      const afresh = keptTiles(log, kept, own, true)
      return { latest: await followLog(tiles(remote), given, afresh), source: afresh }
    }
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
      onFork(evidence)
      throw frozenFailure(name, error)
    }
  }

  return {
    head,
    tiles,
    async follow(given, remote) {
      // Pins are many: those who come first wait until one of them has held all against its head.
      if (unproven().length > 0) {
        await turns(async () => unproven().length > 0 && take(given, remote))
      }
      const own = remembering(remote)
      for (;;) {
        const taken = await take(given, remote, own)
        if (taken) return taken
      }
    },
    expect(id, remote) {
      if (kept.relayedHead(log) === undefined) return
      // What fails here fails again for who needs it.
      tiles(remote)
        .readHashes([storedHashIndex(0, id)])
        .catch(() => {})
    },
  }
}
