import { compareDecimals } from './decimal.ts'
import { compareAscii, type Order } from './order.ts'

/** Numbers are decimal text of any length; empty text means that the part is missing. */
interface GoVersion {
  readonly major: string
  readonly minor: string
  readonly patch: string
  /** Small letters such as `rc`, or empty. */
  readonly kind: string
  readonly pre: string
}

const number = '0|[1-9][0-9]*'
const pattern = new RegExp(
  `^(?<major>${number})` +
    `(?:\\.(?<minor>${number})` +
    `(?:\\.(?<patch>${number})|(?<kind>[a-z]+)(?<pre>${number})?)?)?$`,
)

const missing: GoVersion = { major: '', minor: '', patch: '', kind: '', pre: '' }

function parse(version: string): GoVersion {
  const parts = pattern.exec(version)?.groups
  if (parts === undefined) return missing
  const { major = '', minor = '0', kind = '', pre = '' } = parts
  // Before Go 1.21, and with no minor version at all, the first release has no patch number.
  const firstRelease =
    parts['minor'] === undefined || (kind === '' && compareDecimals(minor, '21') < 0)
  return { major, minor, patch: parts['patch'] ?? (firstRelease ? '0' : ''), kind, pre }
}

/**
 * True when `version`, without the `go` in front, is that of a Go language or release: `1`, `1.21`,
 * `1.21.0`, `1.21rc2`. A prerelease of a patch is not.
 *
 * Source: cmd/go/internal/gover.IsValid
 */
export function isValidGoVersion(version: string): boolean {
  return pattern.test(version)
}

/**
 * Compares Go versions written without `go`: `1.21` < `1.21rc1` < `1.21.0`, but before 1.21 the
 * language version is the first release: `1.20rc1` < `1.20` = `1.20.0`. All malformed versions are
 * equal and come before the others.
 *
 * Source: cmd/go/internal/gover.Compare
 */
export function compareGoVersions(a: string, b: string): Order {
  const x = parse(a)
  const y = parse(b)
  return (
    compareDecimals(x.major, y.major) ||
    compareDecimals(x.minor, y.minor) ||
    compareDecimals(x.patch, y.patch) ||
    compareAscii(x.kind, y.kind) ||
    compareDecimals(x.pre, y.pre)
  )
}

/**
 * The language version of a Go version, both without `go`: `1.21` for `1.21.3`, `1` for `1.0`; empty
 * when `version` is malformed.
 *
 * Source: cmd/go/internal/gover.Lang
 */
export function goLang(version: string): string {
  const { major, minor } = parse(version)
  if (minor === '' || (major === '1' && minor === '0')) return major
  return `${major}.${minor}`
}
