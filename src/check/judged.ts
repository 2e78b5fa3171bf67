import type { Origin } from '../origin/version-info.ts'
import type { Candidate } from './candidate.ts'
import { judgeFolder, type Verdict } from './judge.ts'
import type { Look, Observations } from './observation.ts'
import type { Repository } from './repository-of.ts'
import type { Subject } from './subject.ts'
import { adviceOn, type Advice } from './way-out.ts'

/** A module version that was judged. */
export interface Judged {
  readonly subject: Subject
  readonly verdict: Verdict
  readonly origin?: Origin
  /** The repository, when it is known. */
  readonly repository?: Repository
  /** The host that was asked last. */
  readonly host: string
  /** Hashes found upstream. */
  readonly found?: { readonly zipSum?: string; readonly goModSum: string }
  readonly advice: readonly Advice[]
}

/** What is said in the end of a module version that was looked at. */
export function conclude(
  subject: Subject,
  verdict: Verdict,
  { look, again = look, repository }: Observations,
  candidate: Candidate | undefined,
): Judged {
  const failure = again.kind === 'failed' ? again.failure : undefined
  const asked = URL.parse(failure?.details.url ?? repository?.url ?? '')
  const host = asked?.host ?? hostOf(subject)
  const facts = { host, ...(candidate && { candidate }), ...(failure && { failure }) }
  return {
    subject: versionRead(subject, again),
    verdict,
    host,
    ...(repository && { repository }),
    ...(again.kind === 'found' && { found: again, ...(again.origin && { origin: again.origin }) }),
    advice: adviceOn(subject, verdict, facts),
  }
}

/** Judges a module that a folder replaces, where that folder is of no use. */
export function concludeFolder(subject: Subject, fault: string, at: number): Judged {
  const verdict = judgeFolder(fault, at)
  const host = hostOf(subject)
  return { subject, verdict, host, advice: adviceOn(subject, verdict, { host }) }
}

function versionRead(subject: Subject, last: Look): Subject {
  return last.kind === 'found' ? { ...subject, version: last.version } : subject
}

function hostOf({ path }: Subject): string {
  return path.split('/')[0] ?? ''
}
