import type { HostRequests, Report } from '../report.ts'

/** What was asked of all hosts together, and how many they are. */
export function totalAsked({
  hosts,
}: Report['requests']): HostRequests & { readonly hosts: number } {
  const all = Object.values(hosts)
  return {
    hosts: all.length,
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
