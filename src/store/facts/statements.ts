import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './transaction.ts'

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
  /** Saves texts in their reader's own spelling, all at once. */
  saveStatements(statements: readonly (StatingCommit & { readonly body: string })[]): void
}

/** The statements kept in the table `statements`. */
export function statementsIn(database: DatabaseSync): Statements {
  const find = database.prepare(
    'select body from statements where path = ? and version = ? and hash = ?',
  )
  const save = database.prepare(
    `insert into statements (path, version, hash, body) values (?, ?, ?, ?)
     on conflict do update set hash = excluded.hash, body = excluded.body`,
  )
  return {
    statementAt({ path, version, hash }) {
      const row = find.get(path, version, hash)
      return row && String(row['body'])
    },
    saveStatements(statements) {
      if (statements.length === 0) return
      inTransaction(database, 'keep what go.mod files say of versions', () => {
        for (const { path, version, hash, body } of statements) save.run(path, version, hash, body)
      })
    },
  }
}
