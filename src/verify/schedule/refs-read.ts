import { servedAt } from '../../origin/git/service-url.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'

/** The URL of the repository whose refs a request has brought; undefined for every other request. */
export function refsRead({ purpose, status, failure, url }: RequestRecord): string | undefined {
  if (purpose !== 'refs' || status !== 200 || failure !== '') return undefined
  return /^https?:/.test(url) ? servedAt(url) : url
}
