import type { HostStanding } from '../../outbound/standing.ts'
import { dayOf } from '../../store/facts/day.ts'
import type { HostDay } from '../../store/facts/host-days.ts'
import type { Repository } from '../../store/facts/repositories.ts'
import type { RecordedRequest } from '../../store/facts/requests.ts'
import { readBlock, valueOr } from '../block.ts'
import type { Block } from '../block.ts'
import type { HostsSource } from '../hosts-source.ts'
import { noTally } from '../tallies.ts'
import { lastDays } from '../times.ts'

/** How many requests a page shows. */
const requestsShown = 100

/** How many repositories a page shows. */
const repositoriesShown = 100

/** A repository, and how many versions of it are held. */
export interface HeldRepository {
  readonly repository: Repository
  readonly held: number
}

/** The first repositories of a host. */
export interface HeldRepositories {
  readonly entries: readonly HeldRepository[]
  readonly isMore: boolean
}

/** Some of the requests to a host, the newest first. */
export interface RequestsPart {
  readonly entries: readonly RecordedRequest[]
  /** What the next part is asked for with, as `before`; absent: this is the last. */
  readonly next?: number
}

/** What is known of a host; each part may be missing. */
export interface HostFacts {
  readonly host: string
  /** 30 days up to today, the oldest first, none missing. */
  readonly days: Block<readonly HostDay[]>
  readonly requests: Block<RequestsPart>
  readonly repositories: Block<HeldRepositories>
  readonly standing: Block<HostStanding | undefined>
  /** False when every part could be read and none has anything: this host was never asked. */
  readonly isKnown: boolean
}

/** What reading takes. */
export interface HostReader {
  readonly source: HostsSource
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Told of everything that a source throws. */
  readonly onError: (error: unknown) => void
}

/**
 * Reads all about a host. Never throws.
 *
 * @param before only requests with a lower number
 */
export async function readHost(
  host: string,
  before: number | undefined,
  { source, now, onError }: HostReader,
): Promise<HostFacts> {
  const names = lastDays(dayOf(now), 30)
  const kept = await readBlock(() => source.hostDays(host, names[0] ?? ''), onError)
  const requests = await readBlock(() => readRequests(source, host, before), onError)
  const repositories = await readBlock(() => readRepositories(source, host), onError)
  const standing = await readBlock(() => source.standing(host), onError)
  const hasDays = valueOr(kept, undefined)?.length !== 0
  const hasRequests = valueOr(requests, undefined)?.entries.length !== 0
  const hasRepositories = valueOr(repositories, undefined)?.entries.length !== 0
  const hasStanding = valueOr(standing, null) !== undefined
  return {
    host,
    days: 'missing' in kept ? kept : { value: everyDay(names, kept.value) },
    requests,
    repositories,
    standing,
    isKnown: hasDays || hasRequests || hasRepositories || hasStanding,
  }
}

function everyDay(names: readonly string[], days: readonly HostDay[]): HostDay[] {
  const byName = new Map(days.map((day) => [day.day, day]))
  return names.map((day) => byName.get(day) ?? { ...noTally, day })
}

async function readRequests(
  source: HostsSource,
  host: string,
  before: number | undefined,
): Promise<RequestsPart> {
  const page = { limit: requestsShown + 1, ...(before !== undefined && { before }) }
  const found = await source.requestsOf(host, page)
  const entries = found.slice(0, requestsShown)
  const last = entries.at(-1)
  return { entries, ...(found.length > requestsShown && last && { next: last.id }) }
}

async function readRepositories(source: HostsSource, host: string): Promise<HeldRepositories> {
  const found = await source.repositoriesOf(host, repositoriesShown + 1)
  const held = found.length === 0 ? new Map<string, number>() : await source.heldVersions(host)
  const entries = found
    .slice(0, repositoriesShown)
    .map((repository) => ({ repository, held: held.get(repository.url) ?? 0 }))
  return { entries, isMore: found.length > repositoriesShown }
}
