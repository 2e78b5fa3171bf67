import type { DatabaseSync } from 'node:sqlite'
import { delayedRows } from './delayed-rows.ts'
import type { DelayedWrites } from './delayed-writes.ts'

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
  /** Keeps a verified head, unless a larger one is kept. Written within a second. */
  saveLogHead(log: string, head: KeptHead): void
}

/** The heads kept in the table `log_heads`. */
export function logHeadsIn(database: DatabaseSync, writes: DelayedWrites): LogHeads {
  const find = database.prepare('select size, root from log_heads where log = ?')
  const save = database.prepare(
    `insert into log_heads (log, size, root) values (?, ?, ?) on conflict do update
     set size = excluded.size, root = excluded.root where excluded.size > log_heads.size`,
  )
  const waiting = delayedRows<KeptHead>(writes, ({ size, root }, log) => save.run(log, size, root))

  function logHead(log: string): KeptHead | undefined {
    const unwritten = waiting.get(log)
    if (unwritten) return unwritten
    const row = find.get(log)
    return row && { size: Number(row['size']), root: row['root'] as Uint8Array }
  }

  return {
    logHead,
    saveLogHead(log, head) {
      if (head.size <= (logHead(log)?.size ?? 0)) return
      waiting.set(log, head)
    },
  }
}
