import * as z from 'zod/mini'
import { isPseudoVersion } from '../gomod/pseudo-version.ts'

/** Where a version was read, as Go's `.info` carries it. Field order is part of the format. */
export interface Origin {
  readonly VCS?: string
  readonly URL?: string
  /** Folder of the module below the repository's root; not its `/vN` part. */
  readonly Subdir?: string
  readonly Hash?: string
  readonly TagPrefix?: string
  readonly TagSum?: string
  readonly Ref?: string
  readonly RepoSum?: string
}

/** The content of a `.info`. */
export interface VersionInfo {
  readonly Version: string
  /** RFC 3339, UTC, whole seconds as Go prints them. */
  readonly Time: string
  readonly Origin?: Origin
}

const text = z.optional(z.string())
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/

const originSchema = z.object({
  VCS: text,
  URL: text,
  Subdir: text,
  Hash: text,
  TagPrefix: text,
  TagSum: text,
  Ref: text,
  RepoSum: text,
})

const infoSchema = z.object({
  Version: z.string(),
  Time: z.optional(z.nullable(z.string().check(z.refine(isTime)))),
  Origin: z.optional(z.nullable(originSchema)),
})

/** The `.info` bytes of a version: known fields in Go's order, empty ones left out. */
export function formatInfo(info: VersionInfo): string {
  const { Version, Time, Origin } = info
  return JSON.stringify({ Version, Time, ...(Origin && { Origin: orderedOrigin(Origin) }) })
}

/**
 * What is kept of a version's information under its canonical name: tags and, for a pseudo-version, the ref that led to
 * it say nothing about the version itself.
 *
 * Source: `cmd/go/internal/modfetch.writeDiskStat`
 */
export function canonicalInfo(info: VersionInfo): VersionInfo {
  const { Version, Time, Origin } = info
  if (!Origin) return { Version, Time }
  const { TagPrefix: _prefix, TagSum: _tags, RepoSum: _repo, Ref, ...kept } = Origin
  const keepsRef = Ref !== undefined && !isPseudoVersion(Version)
  return { Version, Time, Origin: { ...kept, ...(keepsRef && { Ref }) } }
}

/**
 * Reads a `.info` that somebody else wrote; fields we do not know are dropped.
 *
 * @throws Error with the reason when it is not one
 */
export function parseInfo(json: string): VersionInfo {
  const { Version, Time, Origin } = infoSchema.parse(JSON.parse(json))
  return {
    Version,
    Time: Time ?? zeroTime,
    ...(Origin && { Origin: orderedOrigin(Origin) }),
  }
}

/** The known fields in Go's order, empty ones left out. */
export function orderedOrigin(origin: { [Field in keyof Origin]?: string | undefined }): Origin {
  const { VCS, URL, Subdir, Hash, TagPrefix, TagSum, Ref, RepoSum } = origin
  const fields = Object.entries({ VCS, URL, Subdir, Hash, TagPrefix, TagSum, Ref, RepoSum })
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== ''))
}

/**
 * Whether Go reads the text as a time: a day that exists, no leap second, an offset of at most 24:60.
 *
 * Source: `time.Time.UnmarshalJSON`, which is not strict (go issue 54580)
 */
function isTime(text: string): boolean {
  const parts = rfc3339
    .exec(text)
    ?.slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  if (!parts) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, away = 0, more = 0] = parts
  // 400 years on, the calendar is the same, and no year is taken for one of the 20th century.
  const lastDay = new Date(Date.UTC(year + 400, month, 0)).getUTCDate()
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= lastDay
  return isDay && hour < 24 && minute < 60 && second < 60 && away <= 24 && more <= 60
}

/** What Go prints for a time that nobody told. */
export const zeroTime = '0001-01-01T00:00:00Z'

/** A time as Go prints it: no fraction of a second. */
export function goTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
