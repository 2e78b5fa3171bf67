import { decrementDecimal, incrementDecimal } from './decimal.ts'
import { InvalidError } from './invalid-error.ts'
import { build, canonical, isValid, major, prerelease } from './semver.ts'

/** What a pseudo-version is made of. */
export interface PseudoVersionParts {
  /** Such as `v2`, for a commit without a base; empty means `v0`. */
  readonly major: string
  /** The tagged version that the commit descends from, such as `v1.2.3-pre`; empty for none. */
  readonly base?: string
  /** When the commit was made. Fractions of a second are dropped. */
  readonly time: Date
  /** The revision, usually the first 12 hex digits of the commit hash. Not checked. */
  readonly rev: string
}

const pattern = /^v[0-9]+\.(?:0\.0-|[0-9]+\.[0-9]+-(?:[^+]*\.)?0\.)[0-9]{14}-[A-Za-z0-9]+(?:\+|$)/

/** True when `v` has the form of a pseudo-version. Source: x/mod/module.IsPseudoVersion */
export function isPseudoVersion(v: string): boolean {
  return pattern.test(v) && isValid(v)
}

/**
 * The pseudo-version of a commit, in one of three forms:
 *
 * 1. `vX.0.0-<time>-<rev>` when the base is missing or not a semantic version,
 * 2. `vX.Y.(Z+1)-0.<time>-<rev>` when the base is the release `vX.Y.Z`,
 * 3. `vX.Y.Z-pre.0.<time>-<rev>` when the base is the prerelease `vX.Y.Z-pre`.
 *
 * Build metadata of the base, such as `+incompatible`, goes to the end of forms 2 and 3.
 *
 * @throws InvalidError when the time has no pseudo-version timestamp
 *
 * Source: x/mod/module.PseudoVersion
 */
export function pseudoVersion(parts: PseudoVersionParts): string {
  const commit = `${pseudoTimestamp(parts.time)}-${parts.rev}`
  const base = canonical(parts.base ?? '')
  if (base === '') return `${parts.major || 'v0'}.0.0-${commit}`
  const end = commit + build(parts.base ?? '')
  if (prerelease(base) !== '') return `${base}.0.${end}`
  const { minor, patch } = splitPatch(base)
  return `${minor}${incrementDecimal(patch)}-0.${end}`
}

/**
 * The time as pseudo-versions write it: `YYYYMMDDHHMMSS` in UTC.
 *
 * @throws InvalidError when the date is not a time in the years 0 to 9999
 *
 * Source: x/mod/module.PseudoVersionTimestampFormat
 */
export function pseudoTimestamp(date: Date): string {
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) {
    throw new InvalidError(`Invalid pseudo-version time ${String(date)}: no four-digit year`)
  }
  return date
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14)
}

/**
 * The pseudo-version with no base, the first second of year 1 and a revision of zeros: a placeholder.
 *
 * Source: x/mod/module.ZeroPseudoVersion
 */
export function zeroPseudoVersion(major: string): string {
  return `${major || 'v0'}.0.0-00010101000000-000000000000`
}

/** True when `v` is the {@link zeroPseudoVersion} of its major. Source: x/mod/module.IsZeroPseudoVersion */
export function isZeroPseudoVersion(v: string): boolean {
  return v === zeroPseudoVersion(major(v))
}

/**
 * The time that a pseudo-version names.
 *
 * @throws InvalidError when `v` is not a pseudo-version, or names a date that does not exist
 *
 * Source: x/mod/module.PseudoVersionTime
 */
export function pseudoVersionTime(v: string): Date {
  const { timestamp } = parse(v)
  const date = new Date(timestamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z'))
  // A Date takes hour 24 and days past the end of the month; they come back as another day.
  if (Number.isNaN(date.getTime()) || pseudoTimestamp(date) !== timestamp) {
    throw invalid(v, `${timestamp} is not a time`)
  }
  return date
}

/**
 * The revision that a pseudo-version names.
 *
 * @throws InvalidError when `v` is not a pseudo-version
 *
 * Source: x/mod/module.PseudoVersionRev
 */
export function pseudoVersionRev(v: string): string {
  return parse(v).rev
}

/**
 * The tagged version that a pseudo-version is built on, with its build metadata; empty when there is
 * none (form 1 of {@link pseudoVersion}).
 *
 * @throws InvalidError when `v` is not a pseudo-version, has build metadata but no base, or would
 *   follow a version with a negative patch number
 *
 * Source: x/mod/module.PseudoVersionBase
 */
export function pseudoVersionBase(v: string): string {
  const { before, suffix } = parse(v)
  const pre = prerelease(before)
  if (pre === '') {
    if (suffix !== '') throw invalid(v, `"${suffix}" without a base version`)
    return ''
  }
  if (pre !== '-0') return before.slice(0, -'.0'.length) + suffix
  const { minor, patch } = splitPatch(before.slice(0, -pre.length))
  const previous = decrementDecimal(patch)
  if (previous === undefined) throw invalid(v, 'its base would have a negative patch number')
  return minor + previous + suffix
}

interface Parsed {
  /** All that stands before the separator in front of the timestamp. */
  readonly before: string
  readonly timestamp: string
  readonly rev: string
  /** Build metadata with its `+`, or empty. */
  readonly suffix: string
}

function parse(v: string): Parsed {
  if (!isPseudoVersion(v)) throw invalid(v, 'it has not the form of one')
  const suffix = build(v)
  const [, before = '', timestamp = '', rev = ''] =
    /^(.*)[.-]([0-9]{14})-([A-Za-z0-9]+)$/.exec(v.slice(0, v.length - suffix.length)) ?? []
  return { before, timestamp, rev, suffix }
}

/** `v1.2.` and `3` for `v1.2.3`. */
function splitPatch(release: string): { minor: string; patch: string } {
  const cut = release.lastIndexOf('.') + 1
  return { minor: release.slice(0, cut), patch: release.slice(cut) }
}

function invalid(v: string, reason: string): InvalidError {
  return new InvalidError(`Invalid pseudo-version ${JSON.stringify(v)}: ${reason}`)
}
