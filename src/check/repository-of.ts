import { Failure } from '../failure.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Look } from './observation.ts'
import type { Subject } from './subject.ts'

/** Where a module is kept. */
export interface Repository {
  /** As `Location.vcs` has it: `mod` is a module proxy that an import page names. */
  readonly vcs: string
  readonly url: string
}

/**
 * The repository that a look was at; undefined when it did not get that far. Asks nobody anything that was not just
 * answered.
 */
export async function repositoryOf(
  origins: Pick<Origins, 'locate'>,
  { path }: Subject,
  look: Look,
): Promise<Repository | undefined> {
  if (look.kind === 'found') {
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
