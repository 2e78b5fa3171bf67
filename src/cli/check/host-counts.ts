import type { HostRequests } from '../../check/report/report.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'

/** Counts what is asked of each host. */
export function hostCounts() {
  const hosts = new Map<string, HostRequests>()
  return {
    add({ host, sent, received }: RequestRecord): void {
      const { requests, bytes } = hosts.get(host) ?? { requests: 0, bytes: 0 }
      hosts.set(host, { requests: requests + 1, bytes: bytes + sent + received })
    },
    /** By host, in their order. */
    counts: () => Object.fromEntries([...hosts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}
