import { basicAuthorization } from './basic-auth.ts'
import { withoutBrackets } from './host-and-user.ts'

/** An HTTP proxy of the operator. */
export interface Proxy {
  /** How it is spoken to itself. */
  readonly protocol: 'http:' | 'https:'
  /** Without brackets. */
  readonly hostname: string
  readonly port: number
  /** The `proxy-authorization` header, if it wants one. */
  readonly authorization?: string
}

/**
 * Reads the URL of a proxy: http or https, perhaps with a user. A text without scheme means http.
 *
 * Source: `parseProxy` of golang.org/x/net/http/httpproxy
 *
 * @throws RangeError saying what is wrong, without showing the text, which may hold a password
 */
export function parseProxy(text: string): Proxy {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  if (!url || url.hostname === '' || /[\s"']/.test(text)) {
    throw new RangeError('this is not the URL of a proxy, such as "http://proxy.corp.example:3128"')
  }
  const { protocol } = url
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new RangeError(`a proxy is spoken to by http or https, and not by ${protocol}//`)
  }
  if (url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw new RangeError('the URL of a proxy has no path')
  }
  let authorization: string | undefined
  try {
    authorization = basicAuthorization(url)
  } catch {
    throw new RangeError(
      'the user or the password of the proxy is not percent-encoded as it must be',
    )
  }
  return {
    protocol,
    hostname: withoutBrackets(url.hostname),
    port: Number(url.port) || (protocol === 'https:' ? 443 : 80),
    ...(authorization !== undefined && { authorization }),
  }
}
