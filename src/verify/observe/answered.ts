import type { Failure } from '../../failure.ts'
import { importPageUrl } from '../../origin/discovery/import-page-url.ts'
import { knownHost } from '../../origin/discovery/known-hosts.ts'
import type { Claim } from '../judge/claim.ts'
import type { Observations } from '../judge/observation.ts'
import { sawRefs, type Answered } from './controls.ts'
import { isHttp } from './http-url.ts'

/** A module of the first round, and what was seen of it. */
export interface SeenOnce {
  readonly subject: Pick<Claim, 'path'>
  readonly seen: Pick<Observations, 'look' | 'repository'>
}

/**
 * What answered with what it has in the first round, by host, each once, as of its first answer, on which later ones may
 * rest: repositories that told their refs, and import pages that named a repository.
 *
 * @param round in order of time
 */
export function answeredIn(round: Iterable<SeenOnce>): Map<string, Answered[]> {
  const answered = new Map<string, Answered>()
  for (const { subject, seen } of round) {
    const { look, repository } = seen
    if (repository === undefined) continue
    if (look.kind === 'failed' && !hasAnswered(look.failure)) continue
    const { at } = look
    const { vcs, url } = repository
    if (isHttp(url) && !answered.has(url)) {
      const saw = vcs === 'mod' ? 'module answers' : sawRefs(url)
      const of = vcs === 'mod' ? 'module' : 'repository'
      answered.set(url, { at, url, vcs, of, saw, answers: true })
    }
    const page = isAtItsPage(subject.path) ? importPageUrl(subject.path) : undefined
    if (page !== undefined && !answered.has(page)) {
      const saw = 'page names a repository'
      answered.set(page, { at, url: page, vcs: '', of: 'page', saw, answers: true })
    }
  }
  return Map.groupBy(answered.values(), ({ url }) => new URL(url).host)
}

/** Whether a failure came from a repository that did answer with its refs. */
function hasAnswered({ details }: Failure): boolean {
  return ['ref', 'commit', 'pseudo', 'content'].includes(details.at ?? '')
}

/** Whether only its import page tells where a module is; a path that cannot be is at none. */
function isAtItsPage(path: string): boolean {
  try {
    return knownHost(path) === undefined
  } catch {
    return false
  }
}
