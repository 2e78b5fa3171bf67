import { hostOf } from '../../outbound/host-of.ts'
import type { ChecksumDatabase } from '../../verify/observe/checksum-database.ts'
import { apiOf } from '../../verify/observe/forge/api-of.ts'
import type { Level } from '../../verify/level.ts'
import type { Subject } from '../subject.ts'
import type { Plan } from './plan-asking.ts'

/** What is asked beside the modules' own repositories and pages. */
export interface PlannedBeside {
  /** As in a URL. */
  readonly host: string
  readonly what: 'forge' | 'sumdb'
  /** What it will be asked about, repositories or `module@version`; none where that shows only when something is found. */
  readonly about: readonly string[]
}

/** Who else may be asked. */
export interface BesideTools {
  /** Whether a request to a URL would go out with credentials. */
  readonly isAuthorized: (url: string) => boolean
  /** The checksum database that may be asked; undefined for none. */
  readonly sumdb?: ChecksumDatabase
  /** Whether its record was proved before, so that it is not asked for. */
  readonly isLogged: (path: string, version: string) => boolean
  readonly isPrivate: (path: string) => boolean
  readonly level: Level
}

/**
 * Plans who is asked beside the hosts of the modules: forges about repositories, where there are credentials for their
 * interfaces, and a checksum database about versions without a line in go.sum, and those found to be other than it says;
 * where all content is read, about all.
 */
export function planBesides(
  subjects: readonly Subject[],
  { hosts }: Pick<Plan, 'hosts'>,
  { isAuthorized, sumdb, isLogged, isPrivate, level }: BesideTools,
): PlannedBeside[] {
  const besides = new Map<string, PlannedBeside>()
  for (const { repositories } of hosts) {
    for (const { url } of repositories) {
      const api = apiOf(url)
      if (api === undefined || !isAuthorized(api.url)) continue
      const host = hostOf(api.url)
      const known = besides.get(host)?.about ?? []
      besides.set(host, { host, what: 'forge', about: api.isForAll ? [...known, url] : known })
    }
  }
  const forges = [...besides.values()].toSorted((a, b) => (a.host < b.host ? -1 : 1))
  const named = subjects.filter(
    ({ path, folderFault }) =>
      folderFault === undefined && sumdb && !isPrivate(path) && !sumdb.excludes(path),
  )
  if (sumdb === undefined || named.length === 0) return forges
  const about = named
    .filter(({ goSum, goModSum }) => level !== 'refs' || (goSum ?? goModSum) === undefined)
    .filter(({ path, version }) => !isLogged(path, version))
    .map(({ path, version }) => `${path}@${version}`)
  return [...forges, { host: hostOf(sumdb.url), what: 'sumdb', about }]
}
