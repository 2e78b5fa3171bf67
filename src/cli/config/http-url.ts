import { maskUrl } from './mask.ts'

/**
 * Reads an absolute http(s) URL that other URLs are made from, and gives it in its normal form (lower-case host, no
 * default port), without a slash at its end.
 *
 * @throws RangeError saying what is wrong, without showing credentials
 */
export function parseHttpUrl(text: string, allowed: { credentials: boolean }): string {
  const url = URL.parse(text)
  const shown = `"${maskUrl(text)}"`
  if (url === null || !/^https?:\/\/[^\s"']+$/i.test(text)) {
    throw new RangeError(`${shown} is not an absolute http or https URL`)
  }
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    throw new RangeError(
      `${shown} has a query or a fragment, and nothing can be appended to such a URL`,
    )
  }
  if (!allowed.credentials && (url.username !== '' || url.password !== '')) {
    throw new RangeError(
      `${shown} holds a user name or a password, and would show them to everybody`,
    )
  }
  return url.href.replace(/\/+$/, '')
}
