import { Failure } from '../../failure.ts'
import type { Origins } from '../../origin/origins.ts'
import type { Look, Repository } from '../judge/observation.ts'
import type { Claim } from '../judge/claim.ts'

/**
 * The repository that a look was at; undefined when it did not get that far. Asks nobody anything that was not just
 * answered.
 */
export async function repositoryOf(
  origins: Pick<Origins, 'locate'>,
  { path }: Claim,
  look: Look,
): Promise<Repository | undefined> {
  if (look.kind !== 'failed') {
    const { VCS, URL } = look.origin ?? {}
    if (VCS !== undefined && URL !== undefined) return { vcs: VCS, url: URL }
  } else if (look.failure.code === 'stopped' || look.failure.details.at === 'import-page') {
    return undefined
  }
  try {
    const { vcs, url } = await origins.locate(path)
    return { vcs, url }
  } catch (error) {
    if (!Failure.is(error)) throw error
    return undefined
  }
}
