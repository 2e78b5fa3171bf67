import { parseProxy } from '../../outbound/proxy-url.ts'

/**
 * Reads `outbound.proxy`: the URL of a proxy, with its scheme, or `off`.
 *
 * @throws RangeError saying what is wrong, without showing credentials
 */
export function parseProxySetting(text: string): string {
  if (text === 'off') return text
  if (!text.includes('://')) throw new RangeError('this begins with neither http:// nor https://')
  parseProxy(text)
  return text
}

/**
 * Reads one entry of `outbound.no-proxy`, whose syntax is that of NO_PROXY.
 *
 * @throws RangeError for what can never fit
 */
export function parseNoProxy(entry: string): string {
  if (entry !== '' && !/[\s,]|:\/\//.test(entry)) return entry
  throw new RangeError(
    `"${entry}" is not a name, an address or a network such as "corp.example" or "10.0.0.0/8"`,
  )
}
