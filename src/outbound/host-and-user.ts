const name = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?$/
const address = /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/

/**
 * Whether text in lower case is a host that may be told to a program: a name, or an address without brackets. A leading
 * `-` would be an option there.
 */
export function isHost(text: string): boolean {
  return text.length <= 255 && (name.test(text) || address.test(text))
}

/** Whether text is a user of another machine that may be told to a program. */
export function isUser(text: string): boolean {
  return /^[A-Za-z0-9_][\w.+-]*$/.test(text)
}

/** A host as URLs have it, without the brackets of an IPv6 address. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

/** A host as URLs have it: an IPv6 address in brackets. @param host without brackets */
export function inBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
