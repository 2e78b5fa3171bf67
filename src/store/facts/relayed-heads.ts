import type { DatabaseSync } from 'node:sqlite'
import type { KeptHead } from './log-heads.ts'
import { inTransaction } from './transaction.ts'

/** A head as its log signed it. */
export interface KeptNote extends KeptHead {
  readonly note: string
}

/** The signed heads of logs of others that were proved, and so may have been passed on. `log`: the name and id of its key. */
export interface RelayedHeads {
  /** The largest. */
  relayedHead(log: string): KeptNote | undefined
  /** When that was taken in, Unix milliseconds. */
  relayedHeadAt(log: string): number | undefined
  hasRelayedHead(log: string, size: number): boolean
  /**
   * Keeps heads, on stable storage when it returns; does nothing and returns false if the largest has not the size `after` any
   * more: then they were not held against that one.
   */
  saveRelayedHeads(
    log: string,
    heads: readonly KeptNote[],
    after: number | undefined,
    at: number,
  ): boolean
}

/** The heads kept in the table `relayed_heads`. */
export function relayedHeadsIn(database: DatabaseSync): RelayedHeads {
  const largest = database.prepare(
    'select size, root, note, seen_at from relayed_heads where log = ? order by size desc limit 1',
  )
  const find = database.prepare('select 1 from relayed_heads where log = ? and size = ?')
  const save = database.prepare(
    `insert into relayed_heads (log, size, root, note, seen_at) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
  )

  function relayedHead(log: string): KeptNote | undefined {
    const row = largest.get(log)
    if (!row) return undefined
    const { size, root, note } = row
    return { size: Number(size), root: root as Uint8Array, note: String(note) }
  }

  return {
    relayedHead,
    relayedHeadAt(log) {
      const at = largest.get(log)?.['seen_at']
      return at === undefined ? undefined : Number(at)
    },
    hasRelayedHead: (log, size) => find.get(log, size) !== undefined,
    saveRelayedHeads: (log, heads, after, at) =>
      inTransaction(database, 'keep the head of a log', () => {
        if (relayedHead(log)?.size !== after) return false
        for (const { size, root, note } of heads) save.run(log, size, root, note, at)
        return true
      }),
  }
}
