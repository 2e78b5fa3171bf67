import type { Failure } from '../../failure.ts'
import type { Origin } from '../../origin/version-info.ts'
import type { Claim } from './claim.ts'
import type { Content } from './compare-sums.ts'
import { answeredLooks, contentOf } from './judge-content.ts'
import { noticesOf, type Notice } from './notices.ts'
import type { Observations, Repository } from './observation.ts'
import type { Verdict } from './verdict.ts'

/** A module version that was judged. */
export interface Judged<S extends Claim = Claim> {
  /** With the version that was read, where it was asked for as the newest. */
  readonly subject: S
  readonly verdict: Verdict
  readonly notices: readonly Notice[]
  readonly origin?: Origin
  /** When its commit was made, RFC 3339; only where content was read now. */
  readonly time?: string
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
  seen: Observations,
): Judged<S> {
  const { look, again = look, repository, sumdb } = seen
  const answered = answeredLooks(seen)
  const read = answered.findLast((one) => one.kind === 'found') ?? answered.at(-1)
  const failure = again.kind === 'failed' && !read ? again.failure : undefined
  const source = read && contentOf(subject, seen, read)
  const found = source?.from === 'module-cache' ? undefined : source?.content
  return {
    subject: read ? { ...subject, version: read.version } : subject,
    verdict,
    notices: noticesOf(subject, seen, verdict),
    host: hostAsked(subject, repository, failure),
    ...(repository && { repository }),
    ...(read?.origin && { origin: read.origin }),
    ...(read?.kind === 'found' && read.time !== undefined && { time: read.time }),
    ...(found && { found: sumsIn(found) }),
    ...(sumdb && { logged: sumdb }),
    ...(failure && { failure }),
  }
}

function sumsIn({ zipSum, goModSum }: Content): NonNullable<Judged['found']> {
  return { ...(zipSum !== undefined && { zipSum }), ...(goModSum !== undefined && { goModSum }) }
}

/** The host that was asked last for a module. */
export function hostAsked(
  { path }: Pick<Claim, 'path'>,
  repository?: Repository,
  failure?: Failure,
): string {
  const asked = URL.parse(failure?.details.url ?? repository?.url ?? '')
  return asked?.host ?? hostOfPath({ path })
}

/** The host in a module path. */
export function hostOfPath({ path }: Pick<Claim, 'path'>): string {
  return path.split('/')[0] ?? ''
}
