import { Failure } from '../../failure.ts'
import { knownHost } from '../../origin/discovery/known-hosts.ts'
import type { Claim } from '../judge/claim.ts'
import { hostOfPath } from '../judge/judged.ts'

/**
 * Puts the modules together that are likely to be in one repository, so that they are looked at together and share what
 * is asked for. Asks nobody: a module whose repository only its import page can tell goes by where it was before.
 *
 * @param lastKnown the URL of the repository that a module was found in before, if it was
 */
export function byRepository<S extends Claim>(
  claims: readonly S[],
  lastKnown: (path: string) => string | undefined,
): S[][] {
  const urlOf = (path: string) => knownUrl(path) ?? lastKnown(path) ?? path
  return [...Map.groupBy(claims, ({ path }) => urlOf(path)).values()]
}

/** The host that a module is looked for at first: of its repository where its path tells that, else of its import page. */
export function expectedHost({ path }: Pick<Claim, 'path'>): string {
  return URL.parse(knownUrl(path) ?? '')?.host ?? hostOfPath({ path })
}

function knownUrl(path: string): string | undefined {
  try {
    return knownHost(path)?.url
  } catch (error) {
    if (!Failure.is(error)) throw error
    return undefined
  }
}
