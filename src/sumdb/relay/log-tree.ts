import { Failure } from '../../failure.ts'
import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { emptyRoot, equalHashes } from '../../tlog/hash.ts'
import { planTreeHash } from '../../tlog/hash-plan.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { followLog } from '../../tlog/timeline.ts'
import { storedHashIndex } from '../../tlog/stored-hash.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { verifyTiles, type TileSource, type VerifiedTiles } from '../../tlog/verified-tiles.ts'
import { inTurn } from '../../work/in-turn.ts'
import { remembering } from '../client/remembering.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { forkEvidence } from './fork-evidence.ts'
import { frozenFailure } from './frozen.ts'
import { isLacking, keptTiles } from './kept-tiles.ts'
import type { SignedHead } from './pinned-heads.ts'

/** What is believed of a log of others: its largest head, which begins with every one before. */
export interface LogTree {
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
  readonly onFork?: (evidence: string) => void
  /** Told of a head that came to be in doubt, once it is on stable storage. */
  readonly onDoubt?: (doubt: DoubtfulHead) => void
}

/** Where a tree is read that is held against another. */
interface Readers {
  /** Where the head came from, for the tiles of that. */
  readonly own: RemoteLog
  /** Where tiles of the tree that is known may be; first where the head came from. */
  readonly all: readonly RemoteLog[]
}

/** A reader has 8 KiB in memory for each tile that it has read: one that has read so many is replaced. */
const mostTilesRead = 2048

/** Opens what is believed of a log. */
export function logTree({
  name,
  log,
  pinned,
  kept,
  now,
  onFork,
  onDoubt,
}: LogTreeOptions): LogTree {
  const turns = inTurn()
  const unproven = () => pinned.filter(({ size }) => !kept.hasRelayedHead(log, size))
  let reader:
    | { readonly tiles: VerifiedTiles; readonly remote: RemoteLog; left: number }
    | undefined

  const head = () => kept.relayedHead(log) ?? pinned.at(-1)

  function tiles(remote: RemoteLog, of: TreeHead | undefined): VerifiedTiles {
    const { size, root } = of ?? { size: 0, root: emptyRoot }
    const isSame = reader?.tiles.head.size === size && equalHashes(reader.tiles.head.root, root)
    if (isSame && reader?.remote === remote && reader.left > 0) return reader.tiles
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

  /** Takes a head in; undefined where a larger one was taken in meanwhile. */
  async function take(given: SignedHead, from: Readers): Promise<VerifiedTiles | undefined> {
    const stored = kept.relayedHead(log)
    const known = stored ?? pinned.at(-1)
    const isNews = known === undefined || given.size > known.size
    const largest = isNews ? given : known
    const { latest, source } = await compared(known ?? given, given, () =>
      followed(known, given, from),
    )
    const pins = unproven()
    const small = pins.filter(({ size }) => size <= largest.size)
    await latest.readHashes(small.flatMap(({ size }) => planTreeHash(size).indexes))
    for (const pin of pins) {
      await compared(largest, pin, () => followLog(latest, pin, source))
    }
    await holdEarlier(latest, source)
    const news = isNews ? [...pins, given] : pins
    if (news.length > 0 && !kept.saveRelayedHeads(log, news, stored?.size, now())) return undefined
    source.believe()
    if ((kept.earlierHead(log)?.size ?? Infinity) <= largest.size) kept.forgetEarlierHead(log)
    return latest
  }

  /** Holds a tree against what was remembered without its note, which proves nothing to others. */
  async function holdEarlier(latest: VerifiedTiles, source: TileSource): Promise<void> {
    const earlier = kept.earlierHead(log)
    try {
      if (earlier) await followLog(latest, earlier, source)
    } catch (error) {
      if (!(error instanceof ForkError)) throw error
      const text = `Cannot trust ${name}: its tree of ${latest.head.size} records contradicts that of ${earlier?.size}, which was remembered here without its signature`
      throw new ProofError(text)
    }
  }

  /** Holds a head against the largest, whose tiles are read from whoever has them. */
  async function followed(known: SignedHead | undefined, given: SignedHead, { own, all }: Readers) {
    const isLarger = given.size > (known?.size ?? 0)
    let failed: unknown
    for (const reader of isLarger ? all.slice(0, 1) : all) {
      try {
        return await heldAgainst(tiles(reader, known), given, own)
      } catch (error) {
        const isProof = error instanceof ProofError && !(error instanceof ForkError)
        if (!isProof && !Failure.is(error)) throw error
        failed ??= error
      }
    }
    throw failed
  }

  /** Reads a larger tree with the tiles that are kept, and where these do not fit, with its own. */
  async function heldAgainst(known: VerifiedTiles, given: SignedHead, own: RemoteLog) {
    const source = keptTiles(log, kept, own)
    try {
      return { latest: await followLog(known, given, source), source }
    } catch (error) {
      if (error instanceof ForkError || !(error instanceof ProofError)) throw error
      const afresh = keptTiles(log, kept, own, true)
      return { latest: await followLog(known, given, afresh), source: afresh }
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
