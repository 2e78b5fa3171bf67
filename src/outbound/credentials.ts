import { basicAuthorization } from './basic-auth.ts'
import type { GateOptions } from './gate-options.ts'

/** What a host is told so that it answers. */
export interface HostCredential {
  /** As in a URL, in lower case: a name or an address, and the port where it is not the one of the scheme. */
  readonly host: string
  /** Only URLs whose path begins so are meant; all of the host unless given. */
  readonly path?: string
  /** The value of the `authorization` header. */
  readonly authorization: string
  /** Whether it may go over plain http, too. */
  readonly insecure?: boolean
}

/** What may be sent to one origin, and to no other. */
export interface Credentials {
  readonly origin: string
  readonly authorization: string
}

/**
 * The credentials of the URL that is asked first: its own user information, else the first entry for its very host and
 * port. A user for the secure shell is none. Entries are for https, unless they say otherwise.
 */
export function credentialsOf(
  url: string,
  entries: readonly HostCredential[] = [],
): Credentials | undefined {
  const parsed = URL.parse(url)
  const isSecure = parsed?.protocol === 'https:'
  if (!parsed || (!isSecure && parsed.protocol !== 'http:')) return undefined
  const authorization =
    basicAuthorization(parsed) ??
    entries.find(
      ({ host, path = '/', insecure }) =>
        host === parsed.host && parsed.pathname.startsWith(path) && (isSecure || insecure === true),
    )?.authorization
  return authorization === undefined ? undefined : { origin: parsed.origin, authorization }
}

/**
 * The `authorization` header of one request. What the rule of a rewrite holds goes to where that leads. Credentials of
 * the URL that was asked first go to its own origin, and only where that is also what is dialled: neither along a
 * redirect nor with a rewrite to another server. A proxy reads all that goes over plain http, and is nobody's origin.
 *
 * @param original the URL of this request, before any rewrite
 * @param target what is dialled for it
 * @param isProxied whether a proxy is asked for it
 */
export function authorizationFor(
  original: URL,
  target: URL,
  own: Credentials | undefined,
  isProxied = false,
): string | undefined {
  if (isProxied && target.protocol === 'http:') return undefined
  const ofRule = basicAuthorization(target)
  if (ofRule !== undefined) return ofRule
  const isOwn = own?.origin === original.origin && own.origin === target.origin
  return isOwn ? own.authorization : undefined
}

/**
 * Whether a request to a URL would go out with credentials.
 *
 * @param url in normal form
 */
export function isAuthorized(
  url: string,
  { credentials, rewriter, proxyFor }: Pick<GateOptions, 'credentials' | 'rewriter' | 'proxyFor'>,
): boolean {
  const target = URL.parse(rewriter.apply(url))
  if (target === null) return false
  const isProxied = proxyFor?.(target) !== undefined
  const own = credentialsOf(url, credentials)
  return authorizationFor(new URL(url), target, own, isProxied) !== undefined
}
