import { isFine } from '../../verify/judge/verdicts.ts'
import { counts, fails, type ExitRules } from '../report/exit.ts'
import type { ReportModule } from '../report/report.ts'
import type { Target } from './read-target.ts'

/** A module of a check, as far as it matters here. */
type Told = Pick<ReportModule, 'path' | 'version' | 'verdict' | 'accepted' | 'news'>

/**
 * Whether a check may have missed modules, with nothing else that tells so: the requirements of one could not be read,
 * although it is there; or it is not, and that is accepted, known, or not what `--fail-on` names, and go.sum does not tell
 * what else may be needed. Where the verdict of the module itself makes the exit code 1 or 3, that is what is told.
 */
export function isPartial(
  { unread, mayMiss }: Pick<Target, 'unread' | 'mayMiss'>,
  modules: readonly Told[],
  rules: ExitRules,
): boolean {
  const isLoud = (one: Told) =>
    fails(one, rules) || (one.verdict.class === 'undetermined' && counts(one))
  return unreadOf(unread, modules).some(
    (one) => isFine(one.verdict.class) || (mayMiss && !isLoud(one)),
  )
}

/** Whether a module is there whose requirements could not be read, so that it is worth it to ask once more. */
export function isThereUnread(
  { unread }: Pick<Target, 'unread'>,
  modules: readonly Pick<Told, 'path' | 'version' | 'verdict'>[],
): boolean {
  return unreadOf(unread, modules).some(({ verdict }) => isFine(verdict.class))
}

function unreadOf<M extends Pick<Told, 'path' | 'version'>>(
  unread: readonly string[],
  modules: readonly M[],
): M[] {
  const names = new Set(unread)
  return modules.filter(({ path, version }) => names.has(`${path}@${version}`))
}
