import ipaddr from 'ipaddr.js'

/**
 * Reads an address to listen on: `host:port`, `[IPv6]:port`, or `:port` for every interface, whose host is ''.
 *
 * @throws RangeError saying what is wrong
 */
export function parseListen(text: string): { host: string; port: number } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]\s/]*)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || (bracketed !== undefined && !ipaddr.IPv6.isValid(bracketed))) {
    throw new RangeError(
      `"${text}" is not an address such as "127.0.0.1:3000", "[::1]:3000" or ":3000"`,
    )
  }
  const port = Number(digits)
  if (port > 65_535) throw new RangeError(`"${text}" has port ${port}, and the highest is 65535`)
  return { host, port }
}
