import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { mayDial, type AllowList } from './address.ts'

/** Marks the error of a name whose every address is refused. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED'

/**
 * Whether a URL's host is an address literal that may not be dialled. Literals never reach {@link guardedLookup}.
 */
export function isRefusedLiteral(hostname: string, allow: AllowList): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '')
  return isIP(literal) !== 0 && !mayDial(literal, allow)
}

/**
 * A `lookup` for sockets that drops addresses which may not be dialled. The connection is made to an address that
 * passed, not to one looked up again, so a name cannot change its mind in between (DNS rebinding).
 */
export function guardedLookup(allow: AllowList): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const allowed = allow.hosts.has(hostname.toLowerCase())
        ? addresses
        : addresses.filter(({ address }) => mayDial(address, allow))
      const [first] = allowed
      if (!first) return callback(refused(hostname, addresses), [])
      if (options.all) return callback(null, allowed)
      return callback(null, first.address, first.family)
    })
  }
}

function refused(hostname: string, addresses: LookupAddress[]): NodeJS.ErrnoException {
  const list = addresses.map(({ address }) => address).join(', ')
  return Object.assign(new Error(`${hostname} resolves to ${list}`), { code: ADDRESS_REFUSED })
}
