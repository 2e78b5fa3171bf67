import type { Failure } from '../../failure.ts'
import type { Origin } from '../../origin/version-info.ts'
import type { Claim } from './claim.ts'
import type { Verdict } from './judge.ts'
import type { Observations, Repository } from './observation.ts'

/** A remark on a module that is no verdict, such as a fragility beside a louder one. */
export interface Notice {
  readonly code: string
  readonly text: string
}

/** A module version that was judged. */
export interface Judged<S extends Claim = Claim> {
  /** With the version that was read, where it was asked for as the newest. */
  readonly subject: S
  readonly verdict: Verdict
  readonly notices: readonly Notice[]
  readonly origin?: Origin
  /** The repository, when it is known. */
  readonly repository?: Repository
  /** The host that was asked last. */
  readonly host: string
  /** Hashes found upstream, now or earlier at the commit that its ref names now. */
  readonly found?: { readonly zipSum?: string; readonly goModSum?: string }
  /** Hashes in the public checksum database, where it was asked. */
  readonly logged?: { readonly zipSum: string; readonly goModSum: string }
  /** Why the last look failed, if it did. */
  readonly failure?: Failure
}

/** What is said in the end of a module version that was looked at. */
export function conclude<S extends Claim>(
  subject: S,
  verdict: Verdict,
  { look, again = look, repository, sumdb, remarks = [] }: Observations,
): Judged<S> {
  const failure = again.kind === 'failed' ? again.failure : undefined
  const asked = URL.parse(failure?.details.url ?? repository?.url ?? '')
  const isRead = again.kind !== 'failed'
  return {
    subject: isRead ? { ...subject, version: again.version } : subject,
    verdict,
    notices: remarks,
    host: asked?.host ?? hostOfPath(subject),
    ...(repository && { repository }),
    ...(isRead && again.origin && { origin: again.origin }),
    ...(again.kind === 'found' && { found: again }),
    ...(sumdb && { logged: sumdb }),
    ...(failure && { failure }),
  }
}

/** The host in a module path. */
export function hostOfPath({ path }: Claim): string {
  return path.split('/')[0] ?? ''
}
