import { gitHubApi } from './github.ts'
import { restApi } from './rest.ts'

/** Where a forge's own interface tells of repositories. */
export interface ForgeApi {
  readonly url: string
  /** Whether all repositories are asked for at once, whatever is found; else each only in doubt. */
  readonly isForAll: boolean
}

/** Where the forge of a repository tells of it; undefined where no interface is known. */
export function apiOf(url: string): ForgeApi | undefined {
  if (URL.parse(url)?.host === 'github.com') return { url: gitHubApi, isForAll: true }
  const rest = restApi(url)
  return rest === undefined ? undefined : { url: rest, isForAll: false }
}
