/** A host as the ledger names it, in what somebody typed: a name, a name with a port, or any URL; undefined if none. */
export function hostIn(text: string): string | undefined {
  const typed = text.trim()
  if (typed === '' || typed.length > 2000) return undefined
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  // A URL of an unknown scheme keeps its host as it was written; that of https is lower case and ASCII.
  const url = URL.parse(address.replace(/^[a-z][a-z0-9+.-]*:/i, 'https:'))
  return url === null || url.host === '' ? undefined : url.host.replace(/\.(?=:|$)/, '')
}

/** The last segment of a host's page, `/-/hosts/{host}`: percent-encoded. */
export function hostPath(host: string): string {
  return encodeURIComponent(host.toWellFormed())
}
