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

/**
 * The text with the user information of every URL in it replaced by `***`. A URL ends before a blank or a quote, so
 * one that may hold these is masked on its own, with {@link maskUrl}.
 */
export function maskCredentials(text: string): string {
  return text
    .split(/(?<![a-z0-9+.-])(?=[a-z][a-z0-9+.-]*:\/\/)|(?=[\s"'])/i)
    .map(maskUrl)
    .join('')
}
