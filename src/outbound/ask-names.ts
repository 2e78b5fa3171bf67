import { isIP } from 'node:net'
import { isPublicAddress, mayDial } from './address.ts'
import type { GateOptions } from './gate-options.ts'
import { inquire, type NameInquiry } from './names.ts'

/** Longest wait for one answer, milliseconds: the connect time-out, if that is less. */
const patience = 5000
/** Of name servers. Source: IANA service name and port number registry */
const port = 53

/**
 * What servers of names say of the host of a URL; undefined where that is no name that we look up: a proxy does it, a
 * rewrite leads to another host, or it is an address or a name without a zone.
 *
 * @param url in normal form
 * @param isPrivate whether nobody but the resolvers may hear of it
 */
export async function askNames(
  url: string,
  isPrivate: boolean,
  options: GateOptions,
  signal: AbortSignal,
): Promise<NameInquiry | undefined> {
  const { allow, rewriter, proxyFor, names, connectTimeout, now } = options
  const name = URL.parse(url)?.hostname ?? ''
  const target = URL.parse(rewriter.apply(url))
  const isName = isIP(name) === 0 && /^(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})+$/.test(name)
  if (!isName || target?.hostname !== name || proxyFor?.(target) !== undefined) return undefined
  return inquire(name, isPrivate, {
    ...names,
    timeout: Math.min(patience, connectTimeout),
    now,
    mayAsk: (address) => isPublicAddress(address) || mayDial(address, port, allow),
    signal,
  })
}
