import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './transaction.ts'
import { whole } from './whole.ts'

/** The head of a transparency log of others, verified. */
export interface KeptHead {
  /** Entries. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

/** The largest verified head of each log that was ever asked; what a log says later must begin with that. */
export interface LogHeads {
  /** @param log the name in its key, such as `sum.golang.org` */
  logHead(log: string): KeptHead | undefined
  /** Keeps a verified head, unless a larger one is kept. */
  saveLogHead(log: string, head: KeptHead): void
}

/** The heads kept in the table `log_heads`. */
export function logHeadsIn(database: DatabaseSync, now: () => number): LogHeads {
  const find = database.prepare('select size, root from log_heads where log = ?')
  const save = database.prepare(
    `insert into log_heads (log, size, root, at) values (?, ?, ?, ?) on conflict do update
     set size = excluded.size, root = excluded.root, at = excluded.at
     where excluded.size > log_heads.size`,
  )
  return {
    logHead(log) {
      const row = find.get(log)
      return row && { size: Number(row['size']), root: row['root'] as Uint8Array }
    },
    saveLogHead(log, { size, root }) {
      inTransaction(database, `keep the head of ${log}`, () =>
        save.run(log, size, root, whole(now())),
      )
    },
  }
}
