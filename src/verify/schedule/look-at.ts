import { Failure } from '../../failure.ts'
import type { RefList } from '../../origin/code-host.ts'
import type { Reason } from '../../outbound/request-record.ts'
import type { MadeVersion } from '../../store/facts/made-versions.ts'
import type { LookResult, Repository } from '../../store/facts/repositories.ts'
import { compareTags } from './compare-tags.ts'

/** What a look came to. */
export interface Seen {
  readonly result: LookResult
  readonly saw: string
}

/** What a look needs. */
export interface LookParts {
  /** Reads the refs; undefined where a repository of its kind is not looked at. */
  readonly read: (vcs: string, url: string, reason: Reason) => Promise<RefList | undefined>
  readonly versionsOf: (url: string) => readonly MadeVersion[]
}

/** Codes of failures that say something of the repository, or of its host. */
const results: Readonly<Partial<Record<Failure['code'], LookResult>>> = {
  'not-found': 'suspected',
  'auth-required': 'auth-required',
  throttled: 'throttled',
  'opted-out': 'opted-out',
}

/**
 * Looks at a repository: one list of refs, held against every version that was made from it. One look proves nothing: a
 * loss is suspected only.
 *
 * @throws Failure `stopped`, and `refused` when there was not enough to pay for a look in the background
 */
export async function lookAt(
  { url, vcs }: Pick<Repository, 'url' | 'vcs'>,
  reason: Reason,
  { read, versionsOf }: LookParts,
): Promise<Seen | undefined> {
  try {
    const refs = await read(vcs, url, reason)
    return refs && compareTags(versionsOf(url), refs)
  } catch (error) {
    if (!Failure.is(error)) throw error
    const isUnpaid = error.code === 'refused' && reason === 'background'
    if (error.code === 'stopped' || isUnpaid) throw error
    return { result: results[error.code] ?? 'unreachable', saw: error.message }
  }
}
