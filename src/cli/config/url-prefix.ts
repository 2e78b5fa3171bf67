import { plainUrl } from '../../outbound/normal-url.ts'
import { parseHttpUrl } from './http-url.ts'

/**
 * Reads one side of a rewrite rule: an absolute URL prefix, of http(s) or of what git speaks beside it. A slash at its
 * end stays, and none is added.
 *
 * @throws RangeError saying what is wrong
 */
export function parseUrlPrefix(text: string): string {
  if (/^(?:git|ssh|git\+ssh|ssh\+git):/i.test(text)) return gitUrl(text)
  return parseHttpUrl(text, { credentials: true }) + (text.endsWith('/') ? '/' : '')
}

function gitUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || url.hostname === '' || /[\s"'?#]/.test(text)) {
    throw new RangeError('this is not an absolute URL of a git server, without a query')
  }
  if (url.password !== '') throw new RangeError('a URL of this scheme cannot hold a password')
  return plainUrl(text)
}
