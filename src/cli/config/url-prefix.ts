import { isSshScheme, plainUrl } from '../../outbound/normal-url.ts'
import { parseHttpUrl } from './http-url.ts'
import { maskUrl } from './mask.ts'

/**
 * Reads one side of a rewrite rule: an absolute URL prefix, of http(s) or of what git speaks beside it. A slash at its
 * end stays, and none is added.
 *
 * @throws RangeError saying what is wrong
 */
export function parseUrlPrefix(text: string): string {
  const [protocol = ''] = /^[^:]*:/.exec(text.toLowerCase()) ?? []
  if (protocol === 'git:' || isSshScheme(protocol)) return gitUrl(text)
  if (protocol === 'https:' || protocol === 'http:')
    return parseHttpUrl(text, { credentials: true }) + (text.endsWith('/') ? '/' : '')
  // git's own short form, `user@host:path`
  const [, address, path = ''] = /^([^\s:/@]+@[^\s:/@]+):\/?([^\s"'?#]*)$/.exec(text) ?? []
  const reason =
    address === undefined
      ? 'begins with none of https://, http://, ssh://, git+ssh:// and git://'
      : `is not a URL: write "ssh://${address}/${path}"`
  throw new RangeError(`"${maskUrl(text)}" ${reason}`)
}

function gitUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || url.hostname === '' || /[\s"'?#]/.test(text)) {
    throw new RangeError('this is not an absolute URL of a git server, without a query')
  }
  if (url.password !== '') throw new RangeError('a URL of this scheme cannot hold a password')
  return plainUrl(text)
}
