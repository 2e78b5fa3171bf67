import { withoutCredentials } from './request-record.ts'

const ssh = /^(?:ssh|git\+ssh|ssh\+git):$/

/** Whether a URL's scheme (with its colon) means the secure shell. Source: git's `connect.c`, `get_protocol` */
export function isSshScheme(protocol: string): boolean {
  return ssh.test(protocol)
}

/**
 * Whether what is asked at a URL is protected on its way. A fact of the schemes spoken here; the go command's own list,
 * which decides what a module may come from, is another.
 */
export function isSecure(url: string): boolean {
  const protocol = URL.parse(url)?.protocol ?? ''
  return protocol === 'https:' || isSshScheme(protocol)
}

/**
 * A URL in its normal form, so that rules see what is really asked: no `..`, no capitals in scheme and host. Text that
 * is no URL stays as it is.
 *
 * `URL` leaves the host of a scheme that no browser speaks as it was written.
 */
export function normalUrl(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return url
  const [, scheme = '', host = ''] =
    /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?)([^/?#]*)/.exec(parsed.href) ?? []
  return scheme + host.toLowerCase() + parsed.href.slice(scheme.length + host.length)
}

/**
 * The normal form of a URL without user information, which goes into a header. The secure shell has no other place for
 * its user, who is part of the address there; a password is no part of it.
 */
export function plainUrl(url: string): string {
  const normal = normalUrl(url)
  const parsed = URL.parse(normal)
  if (!parsed || !isSshScheme(parsed.protocol)) return withoutCredentials(normal)
  parsed.password = ''
  return parsed.href
}
