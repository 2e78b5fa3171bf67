import { Failure } from '../../failure.ts'
import { isPseudoVersion, pseudoVersionRev } from '../../gomod/pseudo-version.ts'
import type { Origins } from '../../origin/origins.ts'
import type { Claim } from '../judge/claim.ts'
import type { KnownContent, Observations, Repository } from '../judge/observation.ts'

/**
 * Asks whether a repository still hands out the commit of a pseudo-version, though no ref leads to it. Its version tells
 * only the beginning of its name: undefined where nothing else tells the rest, and where it could not be asked.
 */
export async function askCommit(
  { origins, now }: { readonly origins: Pick<Origins, 'hasCommit'>; readonly now: () => number },
  { version }: Claim,
  seen: { readonly repository?: Repository; readonly known?: readonly KnownContent[] },
): Promise<Observations['commit']> {
  const { repository, known = [] } = seen
  if (repository === undefined || !isPseudoVersion(version)) return undefined
  const rev = pseudoVersionRev(version)
  const hash = known.find((one) => one.hash.startsWith(rev))?.hash
  if (hash === undefined) return undefined
  try {
    const served = await origins.hasCommit(repository.vcs, repository.url, hash)
    return served === undefined ? undefined : { at: now(), hash, served }
  } catch (error) {
    if (!Failure.is(error)) throw error
    return undefined
  }
}
