/**
 * A major version, the version before, and the pseudo-version made of them for revision `hash` of
 * 2006-01-02T15:04:05Z. Source: x/mod/module pseudo_test.go, pseudoTests
 */
export const pseudos: readonly (readonly [major: string, older: string, version: string])[] = [
  ['', '', 'v0.0.0-20060102150405-hash'],
  ['v0', '', 'v0.0.0-20060102150405-hash'],
  ['v1', '', 'v1.0.0-20060102150405-hash'],
  ['v2', '', 'v2.0.0-20060102150405-hash'],
  ['unused', 'v0.0.0', 'v0.0.1-0.20060102150405-hash'],
  ['unused', 'v1.2.3', 'v1.2.4-0.20060102150405-hash'],
  ['unused', 'v1.2.99999999999999999', 'v1.2.100000000000000000-0.20060102150405-hash'],
  ['unused', 'v1.2.3-pre', 'v1.2.3-pre.0.20060102150405-hash'],
  ['unused', 'v1.3.0-pre', 'v1.3.0-pre.0.20060102150405-hash'],
  ['unused', 'v0.0.0--', 'v0.0.0--.0.20060102150405-hash'],
  ['unused', 'v1.0.0+metadata', 'v1.0.1-0.20060102150405-hash+metadata'],
  ['unused', 'v2.0.0+incompatible', 'v2.0.1-0.20060102150405-hash+incompatible'],
  ['unused', 'v2.3.0-pre+incompatible', 'v2.3.0-pre.0.20060102150405-hash+incompatible'],
]

/**
 * What has no base that a pseudo-version could be made of. Source: the same,
 * TestInvalidPseudoVersionBase
 */
export const baseless: readonly string[] = [
  'v0.0.0',
  'v0.0.0-',
  'v0.0.0-0.20060102150405-hash',
  'v0.1.0-0.20060102150405-hash',
  'v1.0.0-0.20060102150405-hash',
  'v0.0.0-20060102150405-hash+incompatible',
  'v0.0.0-20060102150405-hash+metadata',
]

/** A decimal number and the next. Source: the same, TestIncDecimal */
export const increments: readonly (readonly [from: string, to: string])[] = [
  ['0', '1'],
  ['1', '2'],
  ['99', '100'],
  ['100', '101'],
  ['101', '102'],
]

/** A decimal number and the one before, '' for none. Source: the same, TestDecDecimal */
export const decrements: readonly (readonly [from: string, to: string])[] = [
  ['', ''],
  ['0', ''],
  ['00', ''],
  ['1', '0'],
  ['2', '1'],
  ['99', '98'],
  ['100', '99'],
  ['101', '100'],
]
