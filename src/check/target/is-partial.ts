import { isFine } from '../../verify/judge/verdicts.ts'
import type { Outcome } from '../outcome.ts'
import type { Target } from './read-target.ts'

/**
 * Whether a check may have missed modules: the requirements of one could not be read, although it is there. Where the
 * module itself is lost, changed or undetermined, that is told by its own verdict.
 */
export function isPartial(
  { unread }: Pick<Target, 'unread'>,
  outcomes: readonly Pick<Outcome, 'subject' | 'verdict'>[],
): boolean {
  const names = new Set(unread)
  return outcomes.some(
    ({ subject, verdict }) =>
      isFine(verdict.class) && names.has(`${subject.path}@${subject.version}`),
  )
}
