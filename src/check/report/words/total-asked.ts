import type { HostRequests, Report } from '../report.ts'
import { bytesText, counted } from '../units.ts'

type Asked = Pick<Report['requests'], 'hosts'>

/** What was asked of all hosts together, and how many they are. */
export function totalAsked({ hosts }: Asked): HostRequests & { readonly hosts: number } {
  const all = Object.values(hosts)
  return {
    hosts: all.length,
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** The same for people, `214 requests and 2.4 MB to 12 hosts`; undefined where nothing was asked. */
export function askedText(asked: Asked): string | undefined {
  const { hosts, requests, bytes } = totalAsked(asked)
  if (requests === 0) return undefined
  return `${counted(requests, 'request')} and ${bytesText(bytes)} to ${counted(hosts, 'host')}`
}
