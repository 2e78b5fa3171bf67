import { LRUCache } from 'lru-cache'
import type { Spared } from '../../mirror/mirror.ts'
import { hostOf } from '../../outbound/host-of.ts'
import type { Facts } from '../../store/facts/open-facts.ts'
import { firstLook } from './next-look.ts'

/** What {@link earnings} needs. */
export interface EarningsOptions {
  readonly facts: Pick<Facts, 'locationsOf' | 'noteWanted'>
  /** Notes what a host was spared. */
  readonly saved: (host: string, requests: number, bytes: number) => void
  /** The module proxy that is asked for a module, if one is. */
  readonly proxyFor: (path: string) => string | undefined
  readonly now: () => number
  readonly random: () => number
}

interface Place {
  /** When it was looked up. */
  readonly at: number
  /** The hosts that each answer spares, and those that only one that begins an errand does. */
  readonly hosts: readonly string[]
  readonly pageHosts: readonly string[]
  readonly repository?: { readonly url: string; readonly vcs: string }
}

const remembered = 10_000
/** Milliseconds for which the place of a module is taken to be the same. */
const rememberedFor = 60_000
/** A go command that asks for one of these asks where the module is first. */
const beginnings: ReadonlySet<Spared['kind']> = new Set(['info', 'latest'])

/**
 * Turns answers from our copy into what they have spared upstream: one request for each, and as many bytes as the answer
 * has, at the host that would have been asked. That is less than what the go command would have asked for: at least two
 * requests for every version, and bytes of other versions, too. A module found by its import page spares the host of that
 * page a request, too. Notes that somebody wants code of the repository.
 *
 * @returns takes answers of one kind about one module, so many with so many bytes in all
 */
export function earnings(
  options: EarningsOptions,
): (path: string, kind: Spared['kind'], times: number, bytes: number) => void {
  const { facts, saved, proxyFor, now, random } = options
  const places = new LRUCache<string, Place>({
    maxSize: remembered,
    // With `max` room for all of them would be made now.
    sizeCalculation: () => 1,
  })

  function placeOf(path: string): Place {
    const at = now()
    const known = places.get(path)
    const age = at - (known?.at ?? Infinity)
    if (known && age >= 0 && age < rememberedFor) return known
    const place = { at, ...findPlace(path) }
    places.set(path, place)
    return place
  }

  function findPlace(path: string): Omit<Place, 'at'> {
    const proxy = proxyFor(path)
    if (proxy !== undefined) return { hosts: hostsOf(proxy), pageHosts: [] }
    const [location] = facts.locationsOf(path)
    if (!location) return { hosts: [], pageHosts: [] }
    const { url, vcs, root } = location
    const hosts = hostsOf(url)
    const pageHosts = hostsOf(`https://${root}`).filter((host) => !hosts.includes(host))
    return { hosts, pageHosts, ...(vcs !== 'mod' && { repository: { url, vcs } }) }
  }

  return (path, kind, times, bytes) => {
    const { hosts, pageHosts, repository } = placeOf(path)
    for (const host of hosts) saved(host, times, bytes)
    if (beginnings.has(kind)) for (const host of pageHosts) saved(host, times, 0)
    if (!repository) return
    const at = now()
    facts.noteWanted(repository.url, repository.vcs, at, firstLook(at, random()))
  }
}

function hostsOf(url: string): string[] {
  const host = hostOf(url)
  return host === '' ? [] : [host]
}
