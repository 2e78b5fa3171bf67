/**
 * The `authorization` header for a URL that carries user information, undefined for one that does not.
 *
 * Source: RFC 7617; percent-encoding as in RFC 3986 §3.2.1
 */
export function basicAuthorization(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined
  const text = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return `Basic ${Buffer.from(text).toString('base64')}`
}
