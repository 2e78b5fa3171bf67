import type { RelayedContent } from '../../store/facts/relayed-content.ts'
import { formatLookup } from '../../tlog/lookup.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { hasTile, type DataTile, type HashTile } from '../../tlog/tile.ts'
import { notHeldOf, type HeldLog } from '../checksum-log.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import type { FollowedTree } from './followed-tree.ts'
import { privateFailure } from './private-failure.ts'
import { readVerifiedTile } from './read-verified-tile.ts'

/** What {@link heldRelay} needs. */
export interface HeldRelayOptions {
  /** In the key of the log. */
  readonly name: string
  /** The name and id of its key. */
  readonly log: string
  readonly kept: RelayedContent
  readonly tree: FollowedTree
  readonly isPrivate: (path: string) => boolean
  /** Gives what leaves, if the log is believed before and after; Failure `mismatch` if it is not. */
  readonly unlessFrozen: (answer: () => Promise<Uint8Array>) => Promise<Uint8Array>
}

/**
 * What was proved of a log of others and is kept. Records and tiles come with the largest head that was verified: a client
 * may be unable to prove a record under it where the tiles for that were never read.
 */
export function heldRelay(options: HeldRelayOptions): HeldLog {
  const { name, log, kept, tree, isPrivate, unlessFrozen } = options

  function note(): string {
    const head = tree.head()
    if (head) return head.note
    throw notHeldOf(name, 'its head')
  }

  async function lookup(path: string, version: string): Promise<Uint8Array> {
    if (isPrivate(path)) throw privateFailure(name, path)
    const known = kept.relayedRecord({ log, path, version })
    if (!known) throw notHeldOf(name, `the record of ${path}@${version}`)
    return Buffer.from(formatLookup({ ...known, note: note() }))
  }

  async function tile(wanted: HashTile | DataTile): Promise<Uint8Array> {
    const missing = notHeldOf(name, formatTilePath(wanted))
    if (!hasTile(tree.head()?.size ?? 0, wanted)) throw missing
    const nobody: RemoteLog = { read: () => Promise.reject(missing) }
    return readVerifiedTile(wanted, { log, kept, remote: nobody, tiles: tree.tiles(nobody) })
  }

  return {
    supported: async () => void (await unlessFrozen(async () => new Uint8Array())),
    latest: () => unlessFrozen(async () => Buffer.from(note())),
    lookup: (path, version) => unlessFrozen(() => lookup(path, version)),
    tile: (wanted) => unlessFrozen(() => tile(wanted)),
  }
}
