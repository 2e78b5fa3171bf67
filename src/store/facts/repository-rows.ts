import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { LookResult, Repository } from './repositories.ts'
import type { RepositoryChange } from './repository-changes.ts'
import { whole } from './whole.ts'

/** A row of the table `repositories`, by column. */
export type Row = Record<string, SQLOutputValue>

/** Notes a change of a row; what is null stays as it is. Takes {@link changedColumns} and the URL. */
export const updateRow = `update repositories set refs_at = coalesce(?, refs_at), refs_bytes = coalesce(?, refs_bytes),
   look_at = coalesce(?, look_at), look_result = coalesce(?, look_result),
   look_saw = coalesce(?, look_saw), quiet = coalesce(?, quiet), due_at = coalesce(?, due_at),
   pushed_at = coalesce(?, pushed_at), public_at = coalesce(?, public_at) where url = ?`

/** What is noted of a repository, in the order of {@link updateRow}. */
export function changedColumns({
  refs,
  look,
  quiet,
  dueAt,
  pushedAt,
  publicAt,
}: Omit<RepositoryChange, 'wanted'>): SQLInputValue[] {
  return [
    wholeOrNull(refs?.at),
    wholeOrNull(refs?.bytes),
    wholeOrNull(look?.at),
    look?.result ?? null,
    look?.saw ?? null,
    ...[quiet, dueAt, pushedAt, publicAt].map(wholeOrNull),
  ]
}

function wholeOrNull(value: number | undefined): number | null {
  return value === undefined ? null : whole(value)
}

/** The repository that a row is of. */
export function repositoryIn(row: Row): Repository {
  const { look_at: at, look_result: result, refs_at: refsAt, pushed_at: pushedAt } = row
  const { public_at: publicAt } = row
  const look = { at: Number(at), result: result as LookResult, saw: String(row['look_saw']) }
  return {
    url: String(row['url']),
    vcs: String(row['vcs']),
    host: String(row['host']),
    wantedAt: Number(row['wanted_at']),
    refsBytes: Number(row['refs_bytes']),
    quiet: Number(row['quiet']),
    dueAt: Number(row['due_at']),
    ...(refsAt !== null && { refsAt: Number(refsAt) }),
    ...(at !== null && { look }),
    ...(pushedAt !== null && { pushedAt: Number(pushedAt) }),
    ...(publicAt !== null && { publicAt: Number(publicAt) }),
  }
}
