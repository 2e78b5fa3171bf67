import { InvalidError } from '../../gomod/invalid-error.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { parseHttpUrl } from './http-url.ts'

/** A checksum database that may be asked. */
export interface SumdbSetting {
  /** Verifier key, which begins with the name, and is good. */
  readonly key: string
  /** Without a slash at its end. */
  readonly url: string
}

/** Keys of databases that need only be named. Source: cmd/go/internal/modfetch.knownGOSUMDB */
const knownKeys = new Map([
  ['sum.golang.org', 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
])
/** Names that stand for a key and an address. Source: cmd/go/internal/modfetch.dbDial */
const aliases = new Map([['sum.golang.google.cn', 'sum.golang.org https://sum.golang.google.cn']])

/**
 * Reads a setting in the syntax of GOSUMDB: `off`, or a known name or a key, and perhaps a URL.
 *
 * Source: cmd/go/internal/modfetch.dbDial
 *
 * @throws RangeError saying what is wrong
 */
export function parseSumdb(text: string): SumdbSetting | 'off' {
  const fields = (aliases.get(text.trim()) ?? text).split(/\s+/).filter(Boolean)
  const [first = '', address, ...more] = fields
  if (first === 'off' && address === undefined) return 'off'
  if (first === '' || more.length > 0) {
    throw new RangeError(`"${text}" is not a name or a key, and perhaps a URL behind it`)
  }
  const known = knownKeys.get(first)
  const key = known ?? first
  const name = known === undefined ? nameIn(key) : first
  const base = address ?? `https://${name}`
  const url = parseHttpUrl(base, { credentials: false })
  return { key, url: url.replace(/\/+$/, '') }
}

function nameIn(key: string): string {
  try {
    const { name } = parseVerifierKey(key)
    if (URL.parse(`https://${name}`)?.href.replace(/\/$/, '') === `https://${name}`) return name
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
  }
  throw new RangeError(`"${key}" is neither a known checksum database nor the key of one`)
}
