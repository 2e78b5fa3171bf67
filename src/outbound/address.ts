import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { isUsualPort } from './ports.ts'

/** What may be dialled although it is refused by default: networks (CIDR or single addresses) and host names. */
export interface AllowList {
  readonly networks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]
  readonly hosts: ReadonlySet<string>
}

/**
 * Reads the `[outbound] allow` setting: each entry a CIDR network, an address, or a host name (exact, lower case).
 *
 * @throws RangeError naming the entry that is none of these
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = []
  const hosts = new Set<string>()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    if (isIP(address) && ipaddr.isValidCIDR(entry)) networks.push(unmapped(entry))
    else if (isIP(entry)) networks.push(unmapped(`${entry}/${isIP(entry) === 4 ? 32 : 128}`))
    else if (bits === undefined && isHostName(entry)) hosts.add(entry.toLowerCase())
    else throw new RangeError(`"${entry}" is neither a network such as 10.0.0.0/8 nor a host name`)
  }
  return { networks, hosts }
}

/** A network of IPv4-mapped IPv6 addresses is the IPv4 network that it stands for. */
function unmapped(cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [address, bits] = ipaddr.parseCIDR(cidr)
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96
    ? [address.toIPv4Address(), bits - 96]
    : [address, bits]
}

/** A last label of digits makes browsers, and `URL`, take the whole for an IPv4 address in some old spelling. */
function isHostName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && !/(^|\.)(\d+|0x[0-9a-f]*)$/i.test(text)
}

/** What is given out of IPv6 space for ordinary use (RFC 4291 §2.4, IANA IPv6 address space). */
const globalUnicast: [ipaddr.IPv6, number] = [new ipaddr.IPv6([0x2000, 0, 0, 0, 0, 0, 0, 0]), 3]

/**
 * Whether an address may be dialled. Refused by default is everything that is not ordinary public unicast: loopback,
 * private, link-local (cloud metadata included), carrier-grade NAT, multicast, reserved, IPv6 outside 2000::/3, and IPv6
 * forms that carry an IPv4 address. An IPv4-mapped IPv6 address is judged as the IPv4 address it stands for. At another
 * port than the usual ones only what a network of the list has may be dialled.
 *
 * Source: IANA special-purpose address registries, as `ipaddr.js` classifies them.
 */
export function mayDial(address: string, port: number, allow: AllowList): boolean {
  if (!isIP(address)) return false
  return (isUsualPort(port) && isPublicAddress(address)) || isListed(address, allow)
}

/** Whether an address is ordinary public unicast. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(...globalUnicast)
}

function isListed(address: string, { networks }: AllowList): boolean {
  const parsed = ipaddr.process(address)
  return networks.some(
    ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits),
  )
}
