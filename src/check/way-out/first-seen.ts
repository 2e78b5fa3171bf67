import type { KnownContents } from '../../store/facts/known-contents.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import type { FirstSeen } from '../outcome.ts'
import type { Subject } from '../subject.ts'

/** The content that was hashed first under a version, where what upstream has now is other content. */
export function firstSeen(
  { subject, verdict, found }: Judged<Subject>,
  memory: Pick<KnownContents, 'knownContents'>,
): FirstSeen | undefined {
  if (verdict.class !== 'changed') return undefined
  const first = memory
    .knownContents(subject.path, subject.version)
    .findLast(({ zipSum }) => zipSum !== null)
  if (!first || first.zipSum === (found?.zipSum ?? null)) return undefined
  return { sum: first.zipSum, commit: first.hash, at: new Date(first.at).toISOString() }
}
