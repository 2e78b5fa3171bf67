import { Failure } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { singleFlight } from '../../work/single-flight.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import { formatLookup, parseLookup } from '../../tlog/lookup.ts'
import { hasTile, type DataTile, type HashTile } from '../../tlog/tile.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { keyNameOf, type Verifier } from '../../tlog/verifier.ts'
import { verifyLookup } from '../../tlog/verify-lookup.ts'
import type { ChecksumLog } from '../checksum-log.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { sharing } from '../client/sharing.ts'
import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'
import { compareSources, type NamedSource } from './compare-sources.ts'
import { holdDoubtsAgain } from './hold-doubts-again.ts'
import { frozenFailure } from './frozen.ts'
import { followedTree } from './followed-tree.ts'
import { heldRelay } from './held-relay.ts'
import { openHead } from './open-head.ts'
import { privateFailure } from './private-failure.ts'
import type { SignedHead } from './pinned-heads.ts'
import { readVerifiedTile } from './read-verified-tile.ts'
import { relayStanding, type RelayStanding } from './relay-standing.ts'
import { throughSources } from './through-sources.ts'

/** What passing on a checksum database of others takes. */
export interface RelayOptions {
  /** Its key. */
  readonly verifier: Verifier
  /** Where it can be read. The first is asked unless it fails. */
  readonly sources: readonly RemoteLog[]
  /** The same ones, asked while nobody waits; each is now and then held against the others. */
  readonly background: readonly NamedSource[]
  /** Heads that it must begin with, smallest first. */
  readonly pinned: readonly SignedHead[]
  /** Whether a module must not be named to it. */
  readonly isPrivate: (path: string) => boolean
  readonly kept: RelayedLogs
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** The log has told two histories: the loudest alarm there is. */
  readonly onFork: (evidence: string) => void
  /** It has signed a head that was shown neither to fit nor to contradict what is known. */
  readonly onDoubt: (doubt: DoubtfulHead) => void
  /** One of several sources could not be held against the others. */
  readonly onSourceTrouble: (url: string, failure: Failure) => void
  /** It could not be asked, or a source is not believed; the same trouble is told once a minute. */
  readonly onTrouble: (error: unknown) => void
  /** It was compared again after that. */
  readonly onRecovery?: () => void
}

/** A checksum database of others. */
export interface Relay extends ChecksumLog {
  /** What is known of it now; asks nobody. */
  readonly standing: () => RelayStanding
}

/** Milliseconds for which a head counts as the latest. */
const freshFor = 15_000
/** Milliseconds between requests for a head that are made because a client knows of a larger one. */
const leastPause = 1000

/**
 * Opens a checksum database of others, to be passed on. Nothing leaves that was not proved: a head is signed, and all
 * heads are of one history; records and tiles are of the tree under it. What was proved is kept, and is given without
 * asking anybody, whether the database can be asked or not.
 *
 * All methods throw as {@link ChecksumLog} says.
 *
 * Source: x/mod/sumdb.Client
 */
export function openRelay(options: RelayOptions): Relay {
  const { verifier, kept, now, isPrivate, onTrouble } = options
  const { name } = verifier
  const log = keyNameOf(verifier)
  const verifiers = [verifier]
  const noted = relayStanding(followedTree({ ...options, name, log }), options)
  const { tree } = noted
  const sources = options.sources.map((source) => sharing(source))
  const flights = singleFlight<Uint8Array>()
  const isFrozen = () => kept.isFrozen(log)
  const through = throughSources(name, sources, isFrozen)
  const ask = noted.asking(through)
  const comparison = compareSources({ ...options, tree, isFrozen })
  const holdAgain = holdDoubtsAgain({
    doubts: () => kept.doubtfulHeads(log),
    hold: (doubt) => through((remote) => tree.follow(doubt, remote, sources)),
    now,
    onError: onTrouble,
  })
  let refreshedAt = -Infinity

  function compareSoon(): void {
    comparison.soon()
    holdAgain()
  }

  function refuseFrozen(): void {
    if (isFrozen()) throw frozenFailure(name)
  }

  /** What leaves, if the log is still believed by then. */
  async function unlessFrozen(answer: () => Promise<Uint8Array>): Promise<Uint8Array> {
    refuseFrozen()
    const bytes = await answer()
    refuseFrozen()
    return bytes
  }

  function refresh(): Promise<Uint8Array> {
    return flights.run('latest', async () => {
      await ask(async (remote) =>
        tree.follow(openHead(await remote.read('latest'), verifiers), remote, sources),
      )
      refreshedAt = now()
      compareSoon()
      return noteNow()
    })
  }

  function noteNow(): Buffer {
    const head = tree.head()
    if (head) return Buffer.from(head.note)
    throw new Failure('unreachable', `Cannot ask ${name}: nothing is known of it yet`)
  }

  async function latest(): Promise<Uint8Array> {
    const age = now() - refreshedAt
    if (age >= 0 && age < freshFor) return noteNow()
    try {
      return await refresh()
    } catch (error) {
      if (!Failure.is(error) || isFrozen() || !tree.head()) throw error
      return noteNow()
    }
  }

  async function lookup(path: string, version: string): Promise<Uint8Array> {
    if (isPrivate(path)) throw privateFailure(name, path)
    const known = kept.relayedRecord({ log, path, version })
    if (known) return formatted(known)
    const asked = `lookup/${escapePath(path)}@${escapeVersion(version)}`
    return flights.run(asked, async () => {
      const record = await ask(async (remote) => {
        const response = await remote.read(asked)
        const { id, note: given } = parseLookup(response)
        const { note } = openHead(given, verifiers)
        tree.expect(id, remote)
        const follow = (head: { size: number; root: Uint8Array }) =>
          tree.follow({ ...head, note }, remote, sources)
        const proved = await verifyLookup(response, { path, version }, { verifiers, follow })
        return proved.record
      })
      kept.saveRelayedRecord({ log, path, version }, record)
      compareSoon()
      return formatted(record)
    })
  }

  function formatted({ id, text }: { readonly id: number; readonly text: string }): Buffer {
    return Buffer.from(formatLookup({ id, text, note: noteNow().toString() }))
  }

  async function tile(wanted: HashTile | DataTile): Promise<Uint8Array> {
    const isBeyond = () => !hasTile(tree.head()?.size ?? 0, wanted)
    if (isBeyond() && Math.abs(now() - refreshedAt) >= leastPause) await refresh()
    if (isBeyond()) {
      const size = tree.head()?.size ?? 0
      const text = `${name} has no ${formatTilePath(wanted)}: its tree has ${size} records`
      throw new Failure('not-found', text)
    }
    return flights.run(formatTilePath(wanted), () =>
      ask((remote) => readVerifiedTile(wanted, { log, kept, remote, tiles: tree.tiles(remote) })),
    )
  }

  async function keptText(path: string, version: string): Promise<string | undefined> {
    refuseFrozen()
    return kept.relayedRecord({ log, path, version })?.text
  }

  return {
    name,
    standing: () => ({ ...noted.standing(), sources: comparison.standing() }),
    kept: keptText,
    supported: async () => refuseFrozen(),
    latest: () => unlessFrozen(latest),
    lookup: (path, version) => unlessFrozen(() => lookup(path, version)),
    tile: (wanted) => unlessFrozen(() => tile(wanted)),
    held: heldRelay({ name, log, kept, tree, isPrivate, unlessFrozen }),
  }
}
