import { withoutCredentials } from '../../outbound/request-record.ts'
import { hostOf } from '../../outbound/host-of.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import type { CheckMemory } from '../../store/facts/check-memory.ts'
import type { Locations } from '../../store/facts/locations.ts'
import type { Repositories } from '../../store/facts/known-repositories.ts'
import type { RequestLedger } from '../../store/facts/requests.ts'
import type { SumsLedger } from '../../store/facts/sums.ts'

/** What is remembered of a module version. Moments are RFC 3339. */
export interface KnownHistory {
  /** Where the module was found, the place seen last first; a moment may be up to a day late. */
  readonly locations: readonly {
    readonly vcs: string
    readonly url: string
    readonly subdir: string
    readonly firstSeen: string
    readonly lastSeen: string
  }[]
  /** Where redirects led from there. */
  readonly redirects: readonly {
    readonly from: string
    readonly to: string
    readonly firstSeen: string
    readonly lastSeen: string
  }[]
  /** What commits were found to hold as this version, the first found last. */
  readonly contents: readonly {
    readonly commit: string
    readonly url: string
    readonly goModSum: string
    /** Null while only its go.mod was hashed. */
    readonly zipSum: string | null
    readonly at: string
  }[]
  /** Troubles that looks at it saw, and that are not over. */
  readonly troubles: readonly {
    readonly code: string
    readonly looks: number
    readonly firstSeen: string
    readonly lastSeen: string
  }[]
  /** The sums that it was first served with here; null where it never was. */
  readonly served: {
    readonly goModSum: string
    readonly zipSum: string | null
    readonly firstSeen: string
  } | null
  /** When the refs of its repository were last read; null for never. */
  readonly refsRead: string | null
  /** The last requests to its repository, the newest first. */
  readonly requests: readonly {
    readonly at: string
    readonly method: string
    readonly url: string
    /** 0 where there was no answer. */
    readonly status: number
    readonly bytes: number
  }[]
}

/** What remembers. */
export type HistoryMemory = CheckMemory &
  Locations &
  SumsLedger &
  Pick<Repositories, 'repository'> &
  Pick<RequestLedger, 'requestsOf'>

/** Requests to a repository that are told. */
const mostRequests = 5
/** Requests to its host that they are looked for in. */
const mostSearched = 1000

/** All that is remembered of a module version, and of the repository it is in. Asks nobody. */
export function knownHistory(
  memory: HistoryMemory,
  path: string,
  version: string,
  repository: string | undefined,
): KnownHistory {
  const locations = memory.locationsOf(path)
  const urls = new Set([
    ...(repository === undefined ? [] : [repository]),
    ...locations.map(({ url }) => url),
  ])
  const served = memory.sumsOf(path, version)
  const refsAt = repository === undefined ? undefined : memory.repository(repository)?.refsAt
  return {
    locations: locations.map(({ vcs, url, subdir, firstSeen, lastSeen }) => ({
      vcs,
      url,
      subdir,
      firstSeen: moment(firstSeen),
      lastSeen: moment(lastSeen),
    })),
    redirects: [...urls].flatMap((from) =>
      memory.redirectsOf(from).map(({ target, firstSeen, lastSeen }) => ({
        from,
        to: target,
        firstSeen: moment(firstSeen),
        lastSeen: moment(lastSeen),
      })),
    ),
    contents: memory.knownContents(path, version).map(({ hash, url, goModSum, zipSum, at }) => ({
      commit: hash,
      url,
      goModSum,
      zipSum,
      at: moment(at),
    })),
    troubles: memory.troublesOf(path, version).map(({ code, looks, since, last }) => ({
      code,
      looks,
      firstSeen: moment(since),
      lastSeen: moment(last),
    })),
    served: served
      ? {
          goModSum: served.modSum,
          zipSum: served.zipSum ?? null,
          firstSeen: moment(served.firstSeen),
        }
      : null,
    refsRead: refsAt === undefined ? null : moment(refsAt),
    requests: repository === undefined ? [] : requestsTo(repository, memory),
  }
}

function requestsTo(
  repository: string,
  { requestsOf }: Pick<RequestLedger, 'requestsOf'>,
): KnownHistory['requests'] {
  const key = repositoryKey(repository)
  if (key === undefined) return []
  return requestsOf(hostOf(repository), { limit: mostSearched })
    .filter(({ url }) => isBelow(repositoryKey(withoutQuery(url)), key))
    .slice(0, mostRequests)
    .map(({ at, method, url, status, sent, received }) => ({
      at: moment(at),
      method,
      url: withoutCredentials(url),
      status: status ?? 0,
      bytes: sent + received,
    }))
}

function isBelow(key: string | undefined, repository: string): boolean {
  return (
    key !== undefined &&
    (key === repository || key.startsWith(`${repository}/`) || key.startsWith(`${repository}.git/`))
  )
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '')
}

function moment(millis: number): string {
  return new Date(millis).toISOString()
}
