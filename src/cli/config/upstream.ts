import type { ProxyEntry } from '../../origin/chain.ts'
import { parseHttpUrl } from './http-url.ts'

/**
 * Reads a GOPROXY list: base URLs, `direct` and `off`, separated by `,` or `|`. A host without a scheme is asked over
 * https; nothing after `direct` or `off` is ever reached, so it is dropped. Unlike the go command, file URLs are
 * refused.
 *
 * Source: cmd/go, modfetch.proxyList
 *
 * @throws RangeError saying what is wrong
 */
export function parseUpstream(text: string): ProxyEntry[] {
  const entries: ProxyEntry[] = []
  for (const [, name = '', separator] of text.matchAll(/([^,|]*)([,|]|$)/g)) {
    const source = name.trim()
    if (source === '') continue
    const fallBackOn = separator === '|' ? 'any-failure' : 'not-found'
    const last = source === 'direct' || source === 'off'
    entries.push({ source: last ? source : proxyUrl(source), fallBackOn })
    if (last) break
  }
  if (entries.length === 0) {
    throw new RangeError(
      `"${text}" names nothing to ask; "direct" is the origin of each module, "off" is nobody`,
    )
  }
  return entries
}

function proxyUrl(source: string): string {
  if (!/[.:/]/.test(source)) {
    throw new RangeError(`"${source}" is neither a URL nor "direct" nor "off"`)
  }
  if (source.includes('@') && !source.includes('://')) {
    throw new RangeError('an entry with a user name or a password must begin with "https://"')
  }
  return parseHttpUrl(source.includes(':/') ? source : `https://${source}`, { credentials: true })
}
