import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { HeadwaterHome } from '../oracle/headwater.ts'

/** Opens the database of a home whose server is stopped, for as long as `use` runs. */
export function inDatabase<T>(home: HeadwaterHome, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(home.data, 'headwater.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}
