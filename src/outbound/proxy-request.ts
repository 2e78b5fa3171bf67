/** What a client of an HTTP proxy wants, from the head of its request. */
export interface ProxyRequest {
  readonly method: string
  /** For a tunnel `https://host:port`, else the URL asked for. */
  readonly url: URL
  /** A tunnel was asked for: nothing is sent on but what follows. */
  readonly isTunnel: boolean
  /** Head to send on, for what is not a tunnel: the target in origin form, and an end to the connection after it. */
  readonly head: string
}

/** Header fields that speak of the connection to the proxy. */
const ofConnection = /^(?:connection|proxy-connection|proxy-authorization|keep-alive)\s*:/i

/**
 * Reads the head of a request to a proxy, in latin1 and with its empty line; undefined for what a proxy does not take.
 *
 * Source: RFC 9112 §3.2.2 and §3.2.3
 */
export function parseProxyRequest(head: string): ProxyRequest | undefined {
  const [first = '', ...fields] = head.split('\r\n').filter((line) => line !== '')
  const [, method = '', target = '', version = ''] =
    /^([A-Z]+) (\S+) (HTTP\/1\.[01])$/.exec(first) ?? []
  const isTunnel = method === 'CONNECT'
  const url = URL.parse(isTunnel ? `https://${target}` : target)
  if (url === null || (!isTunnel && url.protocol !== 'http:')) return undefined
  const kept = fields.filter((line) => !ofConnection.test(line))
  const lines = [`${method} ${url.pathname}${url.search} ${version}`, ...kept, 'Connection: close']
  return { method, url, isTunnel, head: `${lines.join('\r\n')}\r\n\r\n` }
}
