import { Failure } from '../failure.ts'
import type { Origins } from '../origin/open-origin.ts'
import type { Look } from './observation.ts'
import type { Subject } from './subject.ts'

/**
 * The URL of the git repository that a look was at; undefined when it did not get that far, or there is none. Asks
 * nobody anything that was not just answered.
 */
export async function repositoryOf(
  origins: Origins,
  { path }: Subject,
  look: Look,
): Promise<string | undefined> {
  if (look.kind === 'found') return look.origin?.URL
  const { at, url } = look.failure.details
  if (at === 'repository') return url
  if (at === undefined || at === 'import-page' || at === 'proxy') return undefined
  try {
    const location = await origins.locate(path)
    return location.vcs === 'git' ? location.url : undefined
  } catch (error) {
    if (!Failure.is(error)) throw error
    return undefined
  }
}
