import type { HostsSource } from '../web/hosts-source.ts'
import type { Parts } from './open-parts.ts'

/** Repositories of one host whose versions are counted. */
const mostCounted = 1000

/** Where the pages of hosts have their data from: the ledger, and how the gate deals with each host now. */
export function hostsSource({ store: { facts }, gate }: Parts): HostsSource {
  return {
    hostTotals: (sinceDay) => facts.hostTotals(sinceDay),
    hostDays: (host, sinceDay) => facts.hostDays(host, sinceDay),
    requestsOf: (host, page) => facts.requestsOf(host, page),
    repositoriesOf: (host, limit) => facts.repositoriesOf(host, limit),
    heldVersions: (host) =>
      facts.countVersions(facts.repositoriesOf(host, mostCounted).map(({ url }) => url)),
    standing: (host) => gate.standing(host),
  }
}
