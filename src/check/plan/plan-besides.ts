import { hostOf } from '../../outbound/host-of.ts'
import type { ChecksumDatabase } from '../../verify/observe/checksum-database.ts'
import { apiOf } from '../../verify/observe/forge/api-of.ts'
import { newest } from '../../verify/judge/claim.ts'
import type { Level } from '../../verify/level.ts'
import type { Subject } from '../subject.ts'
import type { Plan } from './plan-asking.ts'

/** What is asked beside the modules' own repositories and pages. */
export interface PlannedBeside {
  /** As in a URL. */
  readonly host: string
  readonly what: 'server' | 'forge' | 'sumdb'
  /** What it will be asked about, repositories or `module@version`; none where that shows only when something is found. */
  readonly about: readonly string[]
}

/** A Headwater server, by its URL, and whether it may be told of a module. */
export interface PlannedServer {
  readonly url: string
  readonly mayKnow: (path: string) => boolean
}

/** Who else may be asked. */
export interface BesideTools {
  /** Whether a request to a URL would go out with credentials. */
  readonly isAuthorized: (url: string) => boolean
  /** The checksum database that may be asked; undefined for none. */
  readonly sumdb?: ChecksumDatabase
  /** A Headwater server that is asked before upstream; undefined for none. */
  readonly server?: PlannedServer
  /** Whether its record was proved before, so that it is not asked for. */
  readonly isLogged: (path: string, version: string) => boolean
  readonly isPrivate: (path: string) => boolean
  readonly level: Level
}

/**
 * Plans who is asked beside the hosts of the modules, in this order: a Headwater server about all that it may be told of,
 * where refs are enough; forges about repositories, where there are credentials for their interfaces; and a checksum
 * database, through that server first, about versions without a line in go.sum, and those found to be other than it says;
 * where all content is read, about all.
 */
export function planBesides(
  all: readonly Subject[],
  { hosts }: Pick<Plan, 'hosts'>,
  { isAuthorized, sumdb, server, isLogged, isPrivate, level }: BesideTools,
): PlannedBeside[] {
  const subjects = all.filter(({ folderFault }) => folderFault === undefined)
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
  const told = subjects.filter(({ path, version }) => version !== newest && server?.mayKnow(path))
  const asked: PlannedBeside[] =
    server && level === 'refs' && told.length > 0
      ? [{ host: hostOf(server.url), what: 'server', about: told.map(nameOf) }]
      : []
  const open = subjects.filter(
    ({ path, version }) => !isPrivate(path) && !sumdb?.excludes(path) && !isLogged(path, version),
  )
  if (sumdb === undefined || open.length === 0) return [...asked, ...forges]
  const needed = open.filter(
    ({ goSum, goModSum }) => level !== 'refs' || (goSum ?? goModSum) === undefined,
  )
  const records = (url: string, about: readonly Subject[]): PlannedBeside => ({
    host: hostOf(url),
    what: 'sumdb',
    about: about.map(nameOf),
  })
  const throughServer =
    server && open.some(({ path }) => server.mayKnow(path))
      ? [
          records(
            server.url,
            needed.filter(({ path }) => server.mayKnow(path)),
          ),
        ]
      : []
  return [...asked, ...throughServer, ...forges, records(sumdb.url, needed)]
}

const nameOf = ({ path, version }: Subject): string => `${path}@${version}`
