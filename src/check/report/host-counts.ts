import type { HostRequests } from './report.ts'

/** Counts what is asked of each host. */
export interface HostCounts {
  /** Counts a request; `bytes` were sent and received for it. */
  readonly add: (host: string, bytes: number) => void
  /** By host, in their order. */
  readonly counts: () => Record<string, HostRequests>
}

/** Begins to count. */
export function hostCounts(): HostCounts {
  const hosts = new Map<string, HostRequests>()
  return {
    add(host, bytes) {
      const before = hosts.get(host) ?? { requests: 0, bytes: 0 }
      hosts.set(host, { requests: before.requests + 1, bytes: before.bytes + bytes })
    },
    counts: () => Object.fromEntries([...hosts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}
