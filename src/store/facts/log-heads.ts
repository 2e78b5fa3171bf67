import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './transaction.ts'

/** The head of a transparency log of others, verified. */
export interface KeptHead {
  /** Entries. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

/**
 * Heads that checks of a time remembered when signed notes were not kept with them. What a log says must be of one history
 * with these, too. `log`: the name and id of its key.
 */
export interface EarlierHeads {
  earlierHead(log: string): KeptHead | undefined
  /** Forgets it: a head that is kept begins with it. */
  forgetEarlierHead(log: string): void
}

/** The heads in the table `log_heads`, which has them by the name in the key of their log. */
export function earlierHeadsIn(database: DatabaseSync): EarlierHeads {
  const find = database.prepare('select size, root from log_heads where log = ?')
  const forget = database.prepare('delete from log_heads where log = ?')
  return {
    earlierHead(log) {
      const row = find.get(nameIn(log))
      return row && { size: Number(row['size']), root: row['root'] as Uint8Array }
    },
    forgetEarlierHead(log) {
      inTransaction(database, 'forget the head of a log', () => forget.run(nameIn(log)))
    },
  }
}

function nameIn(log: string): string {
  return log.replace(/\+.*$/, '')
}
