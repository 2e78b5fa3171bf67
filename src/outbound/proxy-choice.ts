import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'
import { withoutBrackets } from './host-and-user.ts'
import { portOf } from './ports.ts'
import type { Proxy } from './proxy-url.ts'

/** The proxy to ask for a URL of http or https as it is dialled; undefined when it is dialled without one. */
export type ProxyFor = (url: URL) => Proxy | undefined

/** Which proxies there are, and for what. */
export interface ProxyRules {
  readonly http?: Proxy | undefined
  readonly https?: Proxy | undefined
  /**
   * What is dialled without a proxy: `*` for everything, networks (CIDR), addresses, names (those below them, too) and
   * names with a dot or `*.` in front (those below only); a port may follow. What is none of these counts for nothing.
   */
  readonly noProxy: readonly string[]
}

/** Where a URL leads. */
interface Place {
  /** An address without brackets, or a name. */
  readonly host: string
  readonly port: number
}

type Match = (place: Place) => boolean

/**
 * Chooses a proxy. This machine itself (`localhost`, names below it, loopback addresses) is never asked through one.
 *
 * Source: golang.org/x/net/http/httpproxy, whose rules the go command follows; names below `localhost` are ours
 */
export function proxyChoice({ http, https, noProxy }: ProxyRules): ProxyFor {
  const exceptions = noProxy.map((entry) => matcherOf(entry.trim().toLowerCase()))
  return (url) => {
    const proxy = url.protocol === 'https:' ? https : url.protocol === 'http:' ? http : undefined
    const place = { host: withoutBrackets(url.hostname), port: portOf(url) }
    return isThisMachine(place) || exceptions.some((matches) => matches(place)) ? undefined : proxy
  }
}

function isThisMachine({ host }: Place): boolean {
  return isIP(host) === 0
    ? /(?:^|\.)localhost\.?$/.test(host)
    : ipaddr.process(host).range() === 'loopback'
}

function matcherOf(entry: string): Match {
  if (entry === '*') return () => true
  if (ipaddr.isValidCIDR(entry) || isIP(entry) !== 0) return networkMatcher(entry)
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(entry) ?? []
  const host = bracketed ?? plain ?? entry
  const samePort: Match = digits === undefined ? () => true : ({ port }) => String(port) === digits
  if (host === '') return () => false
  const matches = isIP(host) === 0 ? nameMatcher(host) : networkMatcher(host)
  return (place) => samePort(place) && matches(place)
}

/** @param entry a network, or an address */
function networkMatcher(entry: string): Match {
  const [address, bits] = entry.includes('/') ? ipaddr.parseCIDR(entry) : [ipaddr.process(entry)]
  return ({ host }) => {
    if (isIP(host) === 0) return false
    const asked = ipaddr.process(host)
    return (
      asked.kind() === address.kind() &&
      asked.match(address, bits ?? asked.toByteArray().length * 8)
    )
  }
}

function nameMatcher(text: string): Match {
  const name = text.replace(/^\*\./, '.')
  const onlyBelow = name.startsWith('.')
  const own = domainToASCII(name.replace(/^\./, ''))
  return ({ host }) =>
    own !== '' && (host.endsWith(`.${own}`) || (host === own && !onlyBelow)) && isIP(host) === 0
}
