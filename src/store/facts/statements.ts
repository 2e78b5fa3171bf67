import type { DatabaseSync } from 'node:sqlite'
import { delayedRows } from './delayed-rows.ts'
import type { DelayedWrites } from './delayed-writes.ts'

/** The version of a module that states which versions are withdrawn, and the commit that it was read from. */
export interface StatingCommit {
  readonly path: string
  readonly version: string
  /** The commit, full. */
  readonly hash: string
}

/** What go.mod files say of their module's versions. A commit never changes, so it is kept for ever. */
export interface Statements {
  /** The text that was saved for this commit; undefined when there is none. */
  statementAt(of: StatingCommit): string | undefined
  /** The texts that were saved of a module's versions, whatever the commit. */
  statementsOf(path: string): string[]
  /** Saves a text in its reader's own spelling, in the place of that of another commit. Written within a second. */
  saveStatement(of: StatingCommit, body: string): void
}

/** The statements kept in the table `statements`. */
export function statementsIn(database: DatabaseSync, writes: DelayedWrites): Statements {
  const find = database.prepare(
    'select body from statements where path = ? and version = ? and hash = ?',
  )
  const list = database.prepare('select body from statements where path = ? order by version')
  const save = database.prepare(
    `insert into statements (path, version, hash, body) values (?, ?, ?, ?)
     on conflict do update set hash = excluded.hash, body = excluded.body`,
  )
  const waiting = delayedRows<StatingCommit & { readonly body: string }>(
    writes,
    ({ path, version, hash, body }) => save.run(path, version, hash, body),
  )
  return {
    statementAt({ path, version, hash }) {
      const unwritten = waiting.get(`${path} ${version}`)
      if (unwritten?.hash === hash) return unwritten.body
      const row = find.get(path, version, hash)
      return row && String(row['body'])
    },
    statementsOf(path) {
      writes.tryFlush()
      return list.all(path).map((row) => String(row['body']))
    },
    saveStatement(of, body) {
      waiting.set(`${of.path} ${of.version}`, { ...of, body })
    },
  }
}
