import { getServers } from 'node:dns'
import { Resolver } from 'node:dns/promises'

/** What one server of names said of a name; `nodata`: the name exists, without an address. */
export type NameOutcome = 'addresses' | 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'no-answer'

/** The word of one server. */
export interface NameAnswer {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Its address, with the port if that is not 53. */
  readonly resolver: string
  /**
   * True for a name server of the zone above. It answers for that zone alone: its `nxdomain` is the zone's own word, and
   * its `nodata` as much as "ask those to whom I have given that name".
   */
  readonly isAuthority: boolean
  readonly outcome: NameOutcome
}

/** What is known of a host's name. */
export interface NameInquiry {
  readonly name: string
  /** The resolvers come first. */
  readonly answers: readonly NameAnswer[]
  /** The nearest zone above the name, as the resolvers know it; undefined when they tell of none. */
  readonly zone?: {
    readonly at: number
    readonly name: string
    readonly servers: readonly string[]
  }
}

/** Whom names are asked of. */
export interface NameServers {
  /** Resolvers, each an address with or without a port; those of the system unless given. */
  readonly resolvers?: readonly string[]
  /** The port of name servers of zones; 53 unless given. */
  readonly authorityPort?: number
}

/** How names are asked for. */
export interface NameOptions extends NameServers {
  /** Longest wait for one answer, milliseconds. */
  readonly timeout: number
  readonly now: () => number
  /** Whether a name server with this address may be asked. */
  readonly mayAsk: (address: string) => boolean
  readonly signal: AbortSignal
}

const mostResolvers = 3
const mostAuthorities = 2
/** So many zones are looked for above a name. */
const mostZones = 8

/**
 * Asks each resolver on its own for the addresses of a name, and then the name servers of the zone above, unless that must
 * not be. Never rejects: no answer is an outcome.
 *
 * @param name a host name, no address
 * @param isPrivate whether nobody but the resolvers may hear of it
 *
 * Source: RFC 1035 §4.1.1 (NXDOMAIN, SERVFAIL, REFUSED), RFC 2308 §2 (NODATA)
 */
export async function inquire(
  name: string,
  isPrivate: boolean,
  options: NameOptions,
): Promise<NameInquiry> {
  const { now, signal } = options
  const servers = (options.resolvers ?? getServers()).slice(0, mostResolvers)
  if (servers.length === 0) return { name, answers: [] }
  const opened: Resolver[] = []
  const cancel = () => opened.forEach((resolver) => resolver.cancel())
  signal.addEventListener('abort', cancel)
  try {
    const system = resolverOf(servers)
    const [answers, zone] = await Promise.all([
      Promise.all(servers.map((server) => ask(server, false))),
      zoneAbove(name, system, now),
    ])
    const above = isPrivate ? [] : (zone?.servers ?? [])
    const authorities = await addressesOf(above, system, options)
    const words = await Promise.all(authorities.map((server) => ask(server, true)))
    return { name, answers: [...answers, ...words], ...(zone && { zone }) }
  } finally {
    signal.removeEventListener('abort', cancel)
  }

  async function ask(server: string, isAuthority: boolean): Promise<NameAnswer> {
    const outcome = await outcomeOf(name, resolverOf([server]))
    return { at: now(), resolver: server, isAuthority, outcome }
  }

  /** One attempt only: who does not answer has not answered. */
  function resolverOf(servers: readonly string[]): Resolver {
    const resolver = new Resolver({ timeout: options.timeout, tries: 1 })
    resolver.setServers(servers)
    opened.push(resolver)
    return resolver
  }
}

async function outcomeOf(name: string, resolver: Resolver): Promise<NameOutcome> {
  const first = await codeOf(resolver.resolve4(name))
  return first === 'nodata' ? codeOf(resolver.resolve6(name)) : first
}

const outcomes: Readonly<Record<string, NameOutcome>> = {
  ENOTFOUND: 'nxdomain',
  ENODATA: 'nodata',
  ESERVFAIL: 'servfail',
  EREFUSED: 'refused',
}

async function codeOf(asking: Promise<readonly unknown[]>): Promise<NameOutcome> {
  try {
    return (await asking).length > 0 ? 'addresses' : 'nodata'
  } catch (error) {
    return outcomes[String((error as NodeJS.ErrnoException).code)] ?? 'no-answer'
  }
}

async function zoneAbove(
  host: string,
  resolver: Resolver,
  now: () => number,
): Promise<NameInquiry['zone']> {
  const zones = host.split('.').map((_, index, labels) => labels.slice(index + 1).join('.'))
  for (const name of zones.slice(0, -1).slice(0, mostZones)) {
    try {
      const found = await resolver.resolveNs(name)
      if (found.length > 0) return { at: now(), name, servers: found.toSorted() }
    } catch (error) {
      const outcome = outcomes[String((error as NodeJS.ErrnoException).code)]
      if (outcome !== 'nxdomain' && outcome !== 'nodata') return undefined
    }
  }
  return undefined
}

async function addressesOf(
  names: readonly string[],
  resolver: Resolver,
  { authorityPort = 53, mayAsk }: NameOptions,
): Promise<string[]> {
  const found = await Promise.all(
    names.slice(0, mostAuthorities).map((name) => resolver.resolve4(name).catch(() => [])),
  )
  return found
    .flatMap((addresses) => addresses.slice(0, 1))
    .filter(mayAsk)
    .map((address) => (authorityPort === 53 ? address : `${address}:${authorityPort}`))
}
