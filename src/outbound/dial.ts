import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress, mayDial, type AllowList } from './address.ts'
import { withoutBrackets } from './host-and-user.ts'
import { isUsualPort } from './ports.ts'

/** Marks the error of a name whose every address is refused; its message is the whole reason. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED'

/** Looks up every address of a name; that of the system, `lookup` of `node:dns`, unless a gate is given another. */
export type LookUp = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** What decides whether a place may be asked. */
export interface Guard {
  readonly allow: AllowList
  readonly lookUp?: LookUp
}

/**
 * Why a host may not be asked at a port, as far as that shows before its name is looked up; undefined when nothing
 * speaks against it. Address literals are judged here only: they never reach {@link guardedLookup}.
 *
 * @param host with or without brackets
 * @param isFinal whether nothing is known of the host later, because somebody else looks it up
 */
export function refusal(
  host: string,
  port: number,
  { networks, hosts }: AllowList,
  isFinal = false,
): string | undefined {
  const literal = withoutBrackets(host)
  if (isIP(literal) !== 0) {
    if (mayDial(literal, port, { networks, hosts })) return undefined
    return isPublicAddress(literal) ? portReason(port) : `${host} is not a public address`
  }
  const mayBeListed = hosts.has(host.toLowerCase()) || (!isFinal && networks.length > 0)
  return isUsualPort(port) || mayBeListed ? undefined : portReason(port)
}

/**
 * A `lookup` for sockets to one port that drops addresses which may not be dialled. The connection is made to an
 * address that passed, not to one looked up again, so a name cannot change its mind in between (DNS rebinding).
 */
export function guardedLookup(
  port: number,
  { allow, lookUp = systemLookup }: Guard,
): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const allowed = allow.hosts.has(hostname.toLowerCase())
        ? addresses
        : addresses.filter(({ address }) => mayDial(address, port, allow))
      const [first] = allowed
      if (!first) return callback(refused(hostname, port, addresses), [])
      if (options.all) return callback(null, allowed)
      return callback(null, first.address, first.family)
    })
  }
}

function refused(
  hostname: string,
  port: number,
  addresses: readonly LookupAddress[],
): NodeJS.ErrnoException {
  const list = addresses.map(({ address }) => address)
  const reason = list.some(isPublicAddress)
    ? portReason(port)
    : `${hostname} resolves to ${list.join(', ')}, which is not a public address`
  return Object.assign(new Error(reason), { code: ADDRESS_REFUSED })
}

function portReason(port: number): string {
  return `port ${port} is none of 80, 443, 22 and 9418`
}
