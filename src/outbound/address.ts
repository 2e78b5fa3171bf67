import ipaddr from 'ipaddr.js'

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
    if (ipaddr.isValidCIDR(entry)) networks.push(ipaddr.parseCIDR(entry))
    else if (ipaddr.isValid(entry)) {
      const address = ipaddr.process(entry)
      networks.push([address, address.kind() === 'ipv4' ? 32 : 128])
    } else if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(entry)) hosts.add(entry.toLowerCase())
    else throw new RangeError(`"${entry}" is neither a network such as 10.0.0.0/8 nor a host name`)
  }
  return { networks, hosts }
}

/**
 * Whether an address may be dialled. Refused by default is everything that is not ordinary public unicast: loopback,
 * private, link-local (cloud metadata included), carrier-grade NAT, multicast, reserved, and IPv6 forms that carry
 * an IPv4 address. An IPv4-mapped IPv6 address is judged as the IPv4 address it stands for.
 *
 * Source: IANA special-purpose address registries, as `ipaddr.js` classifies them.
 */
export function mayDial(address: string, allow: AllowList): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() === 'unicast') return true
  return allow.networks.some(
    ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits),
  )
}
