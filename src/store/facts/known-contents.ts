import type { DatabaseSync } from 'node:sqlite'
import type { DelayedWrites } from './delayed-writes.ts'
import { plain } from './plain.ts'

/**
 * Facts about commits by which a list of refs alone tells that a pseudo-version still holds. Ancestry never changes, so
 * they stay true.
 */
export interface RefProof {
  /** Commits that refs named and that lead to the commit; itself where a ref names it. */
  readonly leads: readonly string[]
  /** Commits of tags that are the base of the pseudo-version, which the commit descends from; empty without a base. */
  readonly bases: readonly string[]
}

/** What one commit was found to hold as one version of a module. It never changes, so it is kept for ever. */
export interface KnownContentRow {
  readonly path: string
  readonly version: string
  /** The commit, full; for Subversion the repository's URL, `@`, and the revision. */
  readonly hash: string
  /** Import path of the repository's root: with `dir` and `path` it tells which folder of the commit is the module. */
  readonly root: string
  /** The module's folder below the repository's root, without the `/vN` that may follow. */
  readonly dir: string
  /** The repository in which it was read last. */
  readonly vcs: string
  readonly url: string
  readonly goModSum: string
  /** Null while only its go.mod was hashed. */
  readonly zipSum: string | null
  /**
   * When it was hashed first, Unix milliseconds; as they are kept, never before what was saved earlier of the version, so
   * that a clock that is set back changes nothing about what was seen first.
   */
  readonly at: number
  /** Null where it is no pseudo-version, or nothing was proved. */
  readonly proof: RefProof | null
}

/** The memory of contents: which commit holds what. */
export interface KnownContents {
  /** What commits are known to hold as this version, wherever it was kept; those saved last come first. */
  readonly knownContents: (path: string, version: string) => KnownContentRow[]
  /**
   * Remembers contents. Returns at once and never throws; what waits is written together, at least every second, and a
   * crash loses no more than that. Sums that are known are never replaced: a row with others changes nothing.
   *
   * @returns the known rows that other sums were given for, as they stay
   */
  readonly saveContents: (rows: readonly KnownContentRow[]) => KnownContentRow[]
}

/** Rows in memory that are written at once without waiting for the time. */
const flushAt = 1000

/** The memory kept in the table `known_contents`. */
export function knownContentsIn(database: DatabaseSync, writes: DelayedWrites): KnownContents {
  const list = database.prepare(
    `select path, version, hash, root, dir, vcs, url, mod_sum as goModSum, zip_sum as zipSum,
       hashed_at as at, proof_json as proofJson
     from known_contents where path = ? and version = ?`,
  )
  const save = database.prepare(
    `insert into known_contents
       (path, version, hash, root, dir, vcs, url, mod_sum, zip_sum, hashed_at, proof_json)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?,
       max(?, (select coalesce(max(hashed_at) + 1, 0) from known_contents where path = ? and version = ?)), ?)
     on conflict do update set vcs = excluded.vcs, url = excluded.url,
       zip_sum = coalesce(zip_sum, excluded.zip_sum), proof_json = coalesce(excluded.proof_json, proof_json)
     where mod_sum = excluded.mod_sum and coalesce(zip_sum = excluded.zip_sum, true)`,
  )
  /** By version, so that the rest need not be searched for each look. */
  const waiting = new Map<string, Map<string, KnownContentRow>>()
  let waits = 0
  writes.add({
    isEmpty: () => waits === 0,
    write() {
      for (const rows of waiting.values()) for (const row of rows.values()) saveRow(row)
    },
    written() {
      waiting.clear()
      waits = 0
    },
  })

  function saveRow(row: KnownContentRow): void {
    const { path, version, hash, root, dir, vcs, url, goModSum, zipSum, at, proof } = row
    const content = [hash, root, dir, vcs, url, goModSum, zipSum] as const
    const proofJson = proof && JSON.stringify(proof)
    save.run(path, version, ...content, at, path, version, proofJson)
  }

  function wait(row: KnownContentRow): void {
    const version = versionOf(row)
    const rows = waiting.get(version) ?? new Map<string, KnownContentRow>()
    waits += rows.has(keyOf(row)) ? 0 : 1
    waiting.set(version, rows.set(keyOf(row), row))
  }

  function knownContents(path: string, version: string): KnownContentRow[] {
    const rows = new Map<string, KnownContentRow>()
    for (const found of list.all(path, version)) {
      const { proofJson, ...row } = plain(found) as StoredRow
      rows.set(keyOf(row), { ...row, proof: proofJson === null ? null : proofIn(proofJson) })
    }
    for (const [key, row] of waiting.get(versionOf({ path, version })) ?? []) rows.set(key, row)
    return [...rows.values()].toSorted((a, b) => b.at - a.at)
  }

  function saveContent(row: KnownContentRow): KnownContentRow | undefined {
    const key = keyOf(row)
    const all = knownContents(row.path, row.version)
    const known = all.find((other) => keyOf(other) === key)
    if (!known) {
      wait({ ...row, at: Math.max(row.at, ...all.map(({ at }) => at + 1)) })
      return undefined
    }
    const { goModSum, zipSum } = row
    const isOtherZip = zipSum !== null && known.zipSum !== null && known.zipSum !== zipSum
    if (known.goModSum !== goModSum || isOtherZip) return known
    const { vcs, url } = row
    const merged = {
      ...known,
      vcs,
      url,
      zipSum: known.zipSum ?? zipSum,
      proof: row.proof ?? known.proof,
    }
    if (JSON.stringify(merged) !== JSON.stringify(known)) wait(merged)
    return undefined
  }

  return {
    knownContents,
    saveContents(rows) {
      const conflicts = rows.map(saveContent).filter((row) => row !== undefined)
      if (waits > 0) writes.soon()
      if (waits >= flushAt) writes.early()
      return conflicts
    },
  }
}

type StoredRow = Omit<KnownContentRow, 'proof'> & { readonly proofJson: string | null }

function versionOf({ path, version }: Pick<KnownContentRow, 'path' | 'version'>): string {
  return `${path}@${version}`
}

function keyOf({ path, version, hash, root, dir }: Omit<KnownContentRow, 'proof'>): string {
  return JSON.stringify([path, version, hash, root, dir])
}

/** Written by us only; what cannot be read is as good as none. */
function proofIn(json: string): RefProof | null {
  try {
    return JSON.parse(json) as RefProof
  } catch {
    return null
  }
}
