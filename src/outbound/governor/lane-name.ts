import { getDomain } from 'tldts'
import type { Purpose } from '../request-record.ts'

/**
 * The name of the queue that a request waits in: the host of its URL, with the port if that is unusual. Pages of import
 * paths queue up for the registered domain, since one server often has the names of all its users.
 *
 * Source: the Public Suffix List, private section included: below github.io each name has another owner
 */
export function laneName(url: string, purpose: Purpose): string {
  const { host, hostname } = new URL(url)
  if (purpose !== 'import-page') return host
  return getDomain(hostname, { allowPrivateDomains: true }) ?? host
}
