import type { DatabaseSync } from 'node:sqlite'
import { plain } from './plain.ts'

/** A held version, and what of its repository it was made of. */
export interface MadeVersion {
  /** Module path. */
  readonly path: string
  readonly version: string
  /** The ref that named the commit, such as `refs/tags/v1.0.0`; null when none did. */
  readonly ref: string | null
  /** The commit; null when the version control system has no hashes. */
  readonly hash: string | null
}

/** Which held versions were made from which repository, named by its URL as `Origin.URL` has it. */
export interface MadeVersions {
  /** All that were made from it, in the byte order of paths and versions. */
  versionsOf(url: string): MadeVersion[]
  /** How many were made from each of the repositories; each of them is told. */
  countVersions(urls: readonly string[]): Map<string, number>
}

/** What the table `versions` tells of repositories. */
export function madeVersionsIn(database: DatabaseSync): MadeVersions {
  const list = database.prepare(
    `select path, version, cast(origin_json ->> '$.Ref' as text) as ref,
       cast(origin_json ->> '$.Hash' as text) as hash
     from versions where origin_url = ? order by path, version`,
  )
  const count = database.prepare('select count(*) as versions from versions where origin_url = ?')

  return {
    versionsOf: (url) => list.all(url).map((row) => plain(row) as MadeVersion),
    countVersions: (urls) =>
      new Map(urls.map((url) => [url, Number(count.get(url)?.['versions'] ?? 0)])),
  }
}
