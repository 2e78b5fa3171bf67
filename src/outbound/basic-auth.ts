/**
 * The `authorization` header for a URL that carries user information, undefined for one that does not.
 *
 * Source: RFC 7617; percent-encoding as in RFC 3986 §3.2.1
 */
export function basicAuthorization(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined
  return basic(decodeURIComponent(url.username), decodeURIComponent(url.password))
}

/** The `authorization` header for a user and a password. Source: RFC 7617 */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
