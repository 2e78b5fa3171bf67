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

/** The known fields in Go's order, empty ones left out. */
export function orderedOrigin(origin: { [Field in keyof Origin]?: string | undefined }): Origin {
  const { VCS, URL, Subdir, Hash, TagPrefix, TagSum, Ref, RepoSum } = origin
  const fields = Object.entries({ VCS, URL, Subdir, Hash, TagPrefix, TagSum, Ref, RepoSum })
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== ''))
}

/** What Go prints for a time that nobody told. */
export const zeroTime = '0001-01-01T00:00:00Z'

/** A time as Go prints it: no fraction of a second. */
export function goTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
