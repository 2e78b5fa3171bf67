import { isValid } from '../gomod/semver.ts'

const numbers = /^v([0-9]+)(?:\.([0-9]+)(?:\.([0-9]+)(?:-([^+]*))?)?)?/

/**
 * Text that `<` orders as `compare` of `gomod/semver.ts` orders versions, so that many versions need be parsed only
 * once each. Versions of equal precedence have equal keys, invalid ones ''. No key is the beginning of another but '',
 * so that text put behind keys breaks ties.
 *
 * Source: Semantic Versioning 2.0.0 item 11; x/mod/semver.Compare
 */
export function precedenceKey(version: string): string {
  if (!isValid(version)) return ''
  const [, major = '', minor = '0', patch = '0', prerelease] = numbers.exec(version) ?? []
  const release = sized(major) + sized(minor) + sized(patch)
  if (prerelease === undefined) return `${release}\u0003`
  return `${release}${prerelease.split('.').map(identifierKey).join('')}\0`
}

function identifierKey(identifier: string): string {
  return /^[0-9]+$/.test(identifier) ? `\u0001${sized(identifier)}` : `\u0002${identifier}\0`
}

/** Of two decimals the longer one is larger. */
function sized(decimal: string): string {
  const { length } = decimal
  return String.fromCharCode(length >> 15, length & 0x7fff) + decimal
}
