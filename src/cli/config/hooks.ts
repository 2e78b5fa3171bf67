import { isAbsolute } from 'node:path'
import { isHost } from '../../outbound/host-and-user.ts'
import type { SourcehutServer } from '../../server/hooks/sourcehut.ts'
import { decodeBase64 } from '../../tlog/base64.ts'
import { keySize } from '../../tlog/ed25519.ts'

/** A secret that hooks are signed with, or the absolute path of a file that has one. */
export type HookSecret = { readonly secret: string } | { readonly file: string }

/** Fewest characters of a secret: it must not be guessed by whoever sees what it signs. */
const shortestSecret = 16

const filePrefix = 'file:'

/**
 * Reads one entry of a list of secrets.
 *
 * @throws RangeError saying what is wrong, without any of a secret
 */
export function parseHookSecret(text: string): HookSecret {
  if (!text.startsWith(filePrefix)) {
    const fault = secretFault(text)
    if (fault !== undefined) throw new RangeError(`is a secret that ${fault}`)
    return { secret: text }
  }
  const file = text.slice(filePrefix.length)
  if (!isAbsolute(file)) throw new RangeError(`"${text}" does not name an absolute path`)
  return { file }
}

/** What is wrong with a secret, in words that follow "a secret that"; undefined when nothing is. */
export function secretFault(secret: string): string | undefined {
  if (/^\s|\s$|\p{Cc}/u.test(secret)) return 'has a line break, or blanks at an end'
  if (secret.length < shortestSecret) return `has fewer than ${shortestSecret} characters`
  const isSigningToken = secret.startsWith('whsec_')
  if (isSigningToken && decodeBase64(secret.slice('whsec_'.length)) === undefined) {
    return 'begins with whsec_, as signing tokens do, and does not go on in base64'
  }
  return undefined
}

/** How an entry is shown: the path of a file, but nothing of a secret. */
export function shownSecret(text: string): string {
  return text.startsWith(filePrefix) ? text : '***'
}

/** Source: man.sr.ht, "API conventions", webhook signatures */
const publishedKey = 'uX7KWyyDNMaBma4aVbJ/cbUQpdjqczuCyK/HxzV/u+4='

/**
 * Reads one server of sourcehut: a host of `sr.ht`, whose key is known, or `HOST=KEY`.
 *
 * @throws RangeError saying what is wrong
 */
export function parseSourcehut(text: string): SourcehutServer {
  const [, place = '', own] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
  const host = place.toLowerCase()
  if (!/^[^:]+(?::\d{1,5})?$/.test(host) || !isHost(host.replace(/:\d+$/, ''))) {
    throw new RangeError(`"${text}" does not begin with the name of a host`)
  }
  if (own === undefined && !host.endsWith('.sr.ht')) {
    throw new RangeError(
      `"${text}" is not of sr.ht: write "${host}=KEY" with the key of its network`,
    )
  }
  const key = own ?? publishedKey
  if (decodeBase64(key)?.length === keySize) return { host, key }
  throw new RangeError(`"${text}" has no key of ${keySize} bytes in base64 behind "="`)
}
