import type { PackWish } from './remote.ts'

/** What servers of one host were found not to do. */
export interface Denials {
  has(what: NonNullable<PackWish['without']>): boolean
  add(what: NonNullable<PackWish['without']>): void
}

const known = new WeakMap<object, Map<string, Set<string>>>()

/**
 * The denials of a host, shared by all repositories there that are asked through one gate: what one of them does not
 * leave out need not be tried with each other one.
 *
 * @param url original URL of a repository
 */
export function denialsAt(gate: object, url: string): Denials {
  const hosts = known.get(gate) ?? new Map<string, Set<string>>()
  known.set(gate, hosts)
  const host = URL.parse(url)?.host ?? url
  const denied = hosts.get(host) ?? new Set<string>()
  hosts.set(host, denied)
  return denied
}
