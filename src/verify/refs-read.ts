import type { RequestRecord } from '../outbound/request-record.ts'

const tails = /\/(?:git-upload-pack|info\/refs\?service=git-upload-pack)$/

/** The URL of the repository whose refs a request has brought; undefined for every other request. */
export function refsRead({ purpose, status, failure, url }: RequestRecord): string | undefined {
  if (purpose !== 'refs' || status !== 200 || failure !== '') return undefined
  if (!/^https?:/.test(url)) return url
  return tails.test(url) ? url.replace(tails, '') : undefined
}
