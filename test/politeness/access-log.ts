import type { LoggedRequest } from '../forge/request-log.ts'
import type { HostJson } from '../../src/web/api/schemas.ts'

/** Lines of a forge's access log, sorted: method, URL, status, bytes of the body that came and of the one that went. */
export function accessLog(entries: readonly LoggedRequest[]): string[] {
  return entries
    .map(({ method, url, status, bytesIn, bytesOut }) => {
      return `${method} https:/${url} ${status} ${bytesIn} ${bytesOut}`
    })
    .toSorted()
}

/** The same lines as our ledger has them. */
export function ledgerLines(
  requests: readonly Pick<
    HostJson['requests'][number],
    'method' | 'url' | 'status' | 'sent' | 'received'
  >[],
): string[] {
  return requests
    .map(({ method, url, status, sent, received }) => {
      return `${method} ${url} ${status} ${sent} ${received}`
    })
    .toSorted()
}
