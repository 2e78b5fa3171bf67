import { InvalidError } from '../../gomod/invalid-error.ts'
import { shownKey } from '../../tlog/key-text.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { parseHttpUrl } from './http-url.ts'
import { publicSumdbKey } from './public-sumdb.ts'

/** A checksum database that may be asked. */
export interface SumdbSetting {
  /** Verifier key, which begins with the name, and is good. */
  readonly key: string
  /** Without a slash at its end. */
  readonly url: string
}

/** A checksum database that `serve` passes on. */
export interface RelayedSumdb {
  /** Verifier key, which begins with the name. */
  readonly key: string
  /** Where it is read, without slashes at the end; undefined: through `upstream`, else at `https://NAME`. */
  readonly urls: readonly string[] | undefined
}

/** Keys of databases that need only be named. Source: cmd/go/internal/modfetch.knownGOSUMDB */
const knownKeys = new Map([['sum.golang.org', publicSumdbKey]])
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
    throw new RangeError(`${shownKey(text)} is not a name or a key, and perhaps a URL behind it`)
  }
  const known = knownKeys.get(first)
  const key = known ?? first
  const name = known === undefined ? nameIn(key) : first
  return { key, url: parseSumdbUrl(address ?? `https://${name}`) }
}

/**
 * Reads the field `key` of `[[checksum-database]]`: a known name, a verifier key, or `off`.
 *
 * @throws RangeError saying what is wrong
 */
export function parseSumdbKey(text: string): string {
  const known = knownKeys.get(text)
  if (known === undefined && text !== 'off') nameIn(text)
  return known ?? text
}

/**
 * Reads one of the fields `urls` of `[[checksum-database]]`: an address below which `latest`, `lookup/` and `tile/` are.
 *
 * @throws RangeError saying what is wrong
 */
export function parseSumdbUrl(text: string): string {
  return parseHttpUrl(text, { credentials: false })
}

/** The databases that the tables `[[checksum-database]]` name; the public one where there are none, and none with `off`. */
export function relayedSumdbs(
  tables: readonly { readonly key: string; readonly urls?: readonly string[] | undefined }[],
): readonly RelayedSumdb[] {
  if (tables.some(({ key }) => key === 'off')) return []
  const named = tables.length > 0 ? tables : [{ key: publicSumdbKey, urls: undefined }]
  return named.map(({ key, urls }) => ({ key, urls }))
}

function nameIn(key: string): string {
  try {
    const { name } = parseVerifierKey(key, 1)
    if (isSumdbName(name)) return name
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
  }
  throw new RangeError(`${shownKey(key)} is neither a known checksum database nor the key of one`)
}

/** Whether the go command takes this for the name of a checksum database. Source: cmd/go/internal/modfetch.dbDial */
export function isSumdbName(name: string): boolean {
  return URL.parse(`https://${name}`)?.href.replace(/\/$/, '') === `https://${name}`
}
