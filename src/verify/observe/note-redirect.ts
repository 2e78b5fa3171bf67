import { withoutCredentials } from '../../outbound/request-record.ts'
import type { Redirects } from '../../store/facts/redirects.ts'
import type { Observations } from '../judge/observation.ts'

/** Remembers where a module was found through a redirect, which may be gone one day. */
export function noteRedirect(
  memory: Pick<Redirects, 'noteRedirect'>,
  { look: first, again: look = first, repository }: Observations,
): void {
  if (look.kind === 'failed' || look.answeredAt === undefined || !repository) return
  memory.noteRedirect(repository.url, withoutCredentials(look.answeredAt), look.at)
}
