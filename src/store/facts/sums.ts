import type { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../failure.ts'
import { inTransaction } from './transaction.ts'

/** The hashes a version was first seen with, as go.sum spells them (`h1:…`). */
export interface Sums {
  /** Of the go.mod file alone. */
  readonly modSum: string
  /** Of the zip's files; absent until somebody fetched the zip. */
  readonly zipSum?: string
}

/** The ledger of sums: what was entered stays, and outlives the content. */
export interface SumsLedger {
  /**
   * Enters the sums of a version, or completes the entry with the zip's.
   *
   * @throws Failure `mismatch` when the ledger has another sum; nothing changes then.
   */
  enterSums(entry: Sums & { readonly path: string; readonly version: string }): void
  /** The entry and the time it was made (Unix milliseconds), or undefined. */
  sumsOf(path: string, version: string): (Sums & { readonly firstSeen: number }) | undefined
}

interface Row {
  readonly modSum: string
  readonly zipSum: string | null
  readonly firstSeen: number
}

/** The ledger kept in the table `sums`. */
export function sumsIn(database: DatabaseSync, now: () => number): SumsLedger {
  const select = database.prepare(
    'select mod_sum as modSum, zip_sum as zipSum, first_seen as firstSeen from sums where path = ? and version = ?',
  )
  const insert = database.prepare(
    'insert into sums (path, version, mod_sum, zip_sum, first_seen) values (?, ?, ?, ?, ?)',
  )
  const complete = database.prepare('update sums set zip_sum = ? where path = ? and version = ?')

  function rowOf(path: string, version: string): Row | undefined {
    return select.get(path, version) as Row | undefined
  }

  return {
    enterSums({ path, version, modSum, zipSum }) {
      inTransaction(database, `enter the sums of ${path}@${version}`, () => {
        const row = rowOf(path, version)
        if (row === undefined) {
          insert.run(path, version, modSum, zipSum ?? null, now())
          return
        }
        const name = `${path}@${version}`
        if (row.modSum !== modSum) throw mismatch(`${name}/go.mod`, row.modSum, modSum)
        if (zipSum === undefined || row.zipSum === zipSum) return
        if (row.zipSum !== null) throw mismatch(name, row.zipSum, zipSum)
        complete.run(zipSum, path, version)
      })
    },
    sumsOf(path, version) {
      const row = rowOf(path, version)
      if (row === undefined) return undefined
      const { modSum, zipSum, firstSeen } = row
      return { modSum, ...(zipSum === null ? {} : { zipSum }), firstSeen }
    },
  }
}

function mismatch(name: string, recorded: string, found: string): Failure {
  return new Failure(
    'mismatch',
    `Cannot enter the sum of ${name}: it was first seen as ${recorded} and is now ${found}`,
    { hint: 'The content changed after it was published: find out why before trusting either' },
  )
}
