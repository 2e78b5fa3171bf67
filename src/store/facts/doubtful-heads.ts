import type { DatabaseSync } from 'node:sqlite'
import type { KeptNote } from './relayed-heads.ts'
import { inTransaction } from './transaction.ts'

/** A signed head of a log that could not be shown to be of the history that is known, nor to contradict it. */
export interface DoubtfulHead extends KeptNote {
  /** What it was held against: the largest head that was known then; undefined where there was none. */
  readonly known: string | undefined
  /** Why nothing could be shown. */
  readonly why: string
  /** Unix milliseconds. */
  readonly seenAt: number
}

/** The memory of heads that are in doubt. They are no proof of anything, so they freeze nothing. `log`: the name and id of its key. */
export interface DoubtfulHeads {
  /** Those in doubt now, the latest first. */
  doubtfulHeads(log: string): readonly DoubtfulHead[]
  /**
   * Notes a head; on stable storage when it returns. False where it is in doubt already, or {@link mostInDoubt} are: nothing
   * is noted then.
   */
  saveDoubtfulHead(log: string, doubt: DoubtfulHead): boolean
  /** A head was shown to fit after all. Does nothing for one that is in no doubt. */
  settleDoubt(log: string, head: Pick<KeptNote, 'size' | 'root'>, at: number): void
  /** Somebody has looked at all of a log: ends every doubt of now; returns how many there were. */
  settleDoubts(log: string, at: number): number
}

/** Heads of one log that are noted at a time. */
export const mostInDoubt = 20

/** The heads kept in the table `doubtful_heads`. */
export function doubtfulHeadsIn(database: DatabaseSync): DoubtfulHeads {
  const all = database.prepare(
    `select size, root, note, known, why, seen_at from doubtful_heads
     where log = ? and settled_at is null order by seen_at desc, size desc`,
  )
  const save = database.prepare(
    `insert into doubtful_heads (log, size, root, note, known, why, seen_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set note = excluded.note, known = excluded.known, why = excluded.why,
       seen_at = excluded.seen_at, settled_at = null`,
  )
  const settle = database.prepare(
    'update doubtful_heads set settled_at = ? where log = ? and size = ? and root = ? and settled_at is null',
  )
  const settleAll = database.prepare(
    'update doubtful_heads set settled_at = ? where log = ? and settled_at is null',
  )

  function doubtfulHeads(log: string): DoubtfulHead[] {
    return all.all(log).map((row) => ({
      size: Number(row['size']),
      root: row['root'] as Uint8Array,
      note: String(row['note']),
      known: row['known'] === null ? undefined : String(row['known']),
      why: String(row['why']),
      seenAt: Number(row['seen_at']),
    }))
  }

  return {
    doubtfulHeads,
    saveDoubtfulHead: (log, doubt) =>
      inTransaction(database, 'keep a head that is in doubt', () => {
        const doubts = doubtfulHeads(log)
        if (doubts.length >= mostInDoubt || isIn(doubts, doubt)) return false
        const { size, root, note, known = null, why, seenAt } = doubt
        save.run(log, size, root, note, known, why, seenAt)
        return true
      }),
    settleDoubt(log, head, at) {
      if (!isIn(doubtfulHeads(log), head)) return
      inTransaction(database, 'settle a doubt', () => settle.run(at, log, head.size, head.root))
    },
    settleDoubts: (log, at) =>
      inTransaction(database, 'settle doubts', () => Number(settleAll.run(at, log).changes)),
  }
}

function isIn(
  doubts: readonly DoubtfulHead[],
  { size, root }: Pick<KeptNote, 'size' | 'root'>,
): boolean {
  return doubts.some((one) => one.size === size && Buffer.compare(one.root, root) === 0)
}
