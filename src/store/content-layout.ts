import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { valid } from '../failure.ts'
import { escapePath, escapeVersion } from '../gomod/escape.ts'

/** File systems allow 255 bytes for a name; this leaves room for what is added to it. */
const longestName = 180
/** macOS allows 1024 bytes for a whole path, Linux 4096; this leaves room for the data folder. */
const longestPath = 600

/** Where the files of one version lie. */
export interface VersionPlaces {
  readonly record: string
  readonly zip: string
  /** The two files' common part below the root, for naming what is set aside: `<path>/@v/<version>`. */
  readonly relative: string
}

/**
 * Names the files of a version: `<root>/<escaped path>/@v/<escaped version>.record` and `.zip`. Names too
 * long for a file system are replaced by `!0` and their SHA-256 in hex, which no escaped name begins
 * with, since an exclamation mark is always followed by a letter there.
 *
 * @throws Failure `invalid` when Go would refuse the path or the version.
 */
export function versionPlaces(root: string, path: string, version: string): VersionPlaces {
  const { folder, name } = escaped(path, version)
  const relative = join(folder, '@v', name)
  const stem = join(root, relative)
  return { record: `${stem}.record`, zip: `${stem}.zip`, relative }
}

function escaped(path: string, version: string): { folder: string; name: string } {
  const [inUrls, name] = valid(
    () => [escapePath(path), escapeVersion(version)],
    (why) => `Cannot name the files of ${JSON.stringify(path)}@${JSON.stringify(version)}: ${why}`,
  )
  const folder = inUrls.split('/').map(shortName).join('/')
  return { folder: folder.length > longestPath ? hashed(folder) : folder, name: shortName(name) }
}

function shortName(name: string): string {
  return Buffer.byteLength(name) > longestName ? hashed(name) : name
}

function hashed(name: string): string {
  return `!0${createHash('sha256').update(name).digest('hex')}`
}
