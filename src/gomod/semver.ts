import { compareDecimals } from './decimal.ts'
import { compareAscii, compareBytes, type Order } from './order.ts'

/** The parts of a valid version; numbers stay decimal text, as they may have any length. */
interface Semver {
  readonly major: string
  readonly minor: string
  readonly patch: string
  /** With its leading `-`, or empty. */
  readonly prerelease: string
  /** With its leading `+`, or empty. */
  readonly build: string
}

const number = '0|[1-9][0-9]*'
const pattern = new RegExp(
  `^v(?<major>${number})(?:\\.(?<minor>${number})(?:\\.(?<patch>${number})` +
    '(?<prerelease>-[0-9A-Za-z.-]+)?(?<build>\\+[0-9A-Za-z.-]+)?)?)?$',
)

// Looked for apart from the pattern: a repeated group would overflow the stack on hostile input.
const emptyIdent = /^[-+]\.|\.\.|\.$/
const zeroPadded = /^-0[0-9]+(?:\.|$)|\.0[0-9]+(?:\.|$)/

function parse(v: string): Semver | undefined {
  const parts = pattern.exec(v)?.groups
  if (parts === undefined) return undefined
  const { major = '', minor = '0', patch = '0', prerelease = '', build = '' } = parts
  if (emptyIdent.test(prerelease) || zeroPadded.test(prerelease) || emptyIdent.test(build)) {
    return undefined
  }
  return { major, minor, patch, prerelease, build }
}

/**
 * True when `v` is a semantic version with Go's leading `v`. The short forms `vX` and `vX.Y` count,
 * as long as nothing follows them.
 *
 * Source: x/mod/semver.IsValid, Semantic Versioning 2.0.0
 */
export function isValid(v: string): boolean {
  return parse(v) !== undefined
}

/**
 * `v` with all three numbers and without build metadata; empty when `v` is invalid.
 *
 * Source: x/mod/semver.Canonical
 */
export function canonical(v: string): string {
  const parts = parse(v)
  if (parts === undefined) return ''
  return `v${parts.major}.${parts.minor}.${parts.patch}${parts.prerelease}`
}

/** `v2` for `v2.1.0`; empty when `v` is invalid. Source: x/mod/semver.Major */
export function major(v: string): string {
  const parts = parse(v)
  return parts === undefined ? '' : `v${parts.major}`
}

/** `v2.1` for `v2.1.0`, `v2.0` for `v2`; empty when `v` is invalid. Source: x/mod/semver.MajorMinor */
export function majorMinor(v: string): string {
  const parts = parse(v)
  return parts === undefined ? '' : `v${parts.major}.${parts.minor}`
}

/** `-pre` for `v2.1.0-pre+meta`; empty when there is none. Source: x/mod/semver.Prerelease */
export function prerelease(v: string): string {
  return parse(v)?.prerelease ?? ''
}

/** `+meta` for `v2.1.0-pre+meta`; empty when there is none. Source: x/mod/semver.Build */
export function build(v: string): string {
  return parse(v)?.build ?? ''
}

/**
 * Compares by semantic version precedence, so build metadata does not count. Every invalid version
 * equals every other and comes before all valid ones.
 *
 * Source: x/mod/semver.Compare, Semantic Versioning 2.0.0 item 11
 */
export function compare(a: string, b: string): Order {
  const x = parse(a)
  const y = parse(b)
  if (x === undefined) return y === undefined ? 0 : -1
  if (y === undefined) return 1
  return (
    compareDecimals(x.major, y.major) ||
    compareDecimals(x.minor, y.minor) ||
    compareDecimals(x.patch, y.patch) ||
    comparePrereleases(x.prerelease, y.prerelease)
  )
}

/**
 * {@link compare}, with ties broken by the bytes of the UTF-8 text: a total order for `.sort()`.
 *
 * Source: x/mod/semver.ByVersion
 */
export function compareVersions(a: string, b: string): Order {
  return compare(a, b) || compareBytes(a, b)
}

/**
 * The version that stands for a module: the highest release, else the highest prerelease; undefined when there is none.
 *
 * @param versions in semver order
 * Source: the query `latest` of go.dev/ref/mod#version-queries
 */
export function newest(versions: readonly string[]): string | undefined {
  return versions.findLast((version) => prerelease(version) === '') ?? versions.at(-1)
}

/** The canonical form of the later of two versions. Source: x/mod/semver.Max */
export function max(a: string, b: string): string {
  return compare(a, b) > 0 ? canonical(a) : canonical(b)
}

function comparePrereleases(a: string, b: string): Order {
  if (a === b) return 0
  if (a === '') return 1
  if (b === '') return -1
  const x = a.slice(1).split('.')
  const y = b.slice(1).split('.')
  for (const [i, left] of x.entries()) {
    const right = y[i]
    if (right === undefined) return 1
    const order = compareIdents(left, right)
    if (order !== 0) return order
  }
  return -1
}

function compareIdents(a: string, b: string): Order {
  const aIsNumber = /^[0-9]+$/.test(a)
  const bIsNumber = /^[0-9]+$/.test(b)
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1
  return aIsNumber ? compareDecimals(a, b) : compareAscii(a, b)
}
