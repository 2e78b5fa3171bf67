/** A host as URLs have it, without the brackets of an IPv6 address. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

/** A host as URLs have it: an IPv6 address in brackets. @param host without brackets */
export function inBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
