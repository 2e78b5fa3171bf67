import { withoutKeys } from '../../safe-text.ts'
import { isSshScheme } from '../../outbound/normal-url.ts'
import { withoutCredentials } from '../../outbound/request-record.ts'

/**
 * A URL with its user information replaced by `***`: fit to be shown. The user of an ssh URL is part of its address and
 * no secret; a password is replaced there, too.
 */
export function maskUrl(url: string): string {
  const plain = withoutCredentials(url)
  if (plain === url) return url
  const [scheme = ''] = /^[^:]*:/.exec(url.toLowerCase()) ?? []
  return plain.replace('://', () => `://${isSshScheme(scheme) ? sshUser(url) : '***'}@`)
}

function sshUser(url: string): string {
  const [, user = '', password] = /^[^:]*:\/\/([^:@]*)(:?)/.exec(url) ?? []
  return password ? `${user}:***` : user
}

/** Fields of `[[credentials]]` that hold a secret itself. */
const secretFields: ReadonlySet<PropertyKey> = new Set(['token', 'password'])

/** The value of a field of a rule, such as `token` in `[[credentials]]`, or `***` where it is a secret. */
export function maskField(name: string, value: unknown): unknown {
  return secretFields.has(name) ? '***' : value
}

/**
 * The value at a path of the configuration as a complaint may show it. What stands at a wrong place of `credentials`, or
 * is a text where a table should be, may well be a secret.
 */
export function maskedAt(path: readonly PropertyKey[], value: unknown): unknown {
  const isSafe = value === undefined || value === '' || typeof value === 'object'
  if (path[0] !== 'credentials' || isSafe) return value
  const last = path.at(-1)
  return secretFields.has(last ?? '') || typeof last === 'number' || path.length === 1
    ? '***'
    : value
}

/**
 * The text with the user information of every URL in it replaced by `***`, and without private keys. A URL ends before a blank or a quote, so
 * one that may hold these is masked on its own, with {@link maskUrl}.
 */
export function maskCredentials(text: string): string {
  return withoutKeys(text)
    .split(/(?<![a-z0-9+.-])(?=[a-z][a-z0-9+.-]*:\/\/)|(?=[\s"'])/i)
    .map(maskUrl)
    .join('')
}
