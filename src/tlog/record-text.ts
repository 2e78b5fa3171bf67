import { isHash1 } from '../gomod/h1.ts'
import { InvalidError } from '../gomod/invalid-error.ts'
import { canonicalVersion, checkPath } from '../gomod/module-path.ts'
import { readPlainText } from './plain-text.ts'

/** What a checksum database records of a module version. */
export interface ModuleRecord {
  readonly path: string
  readonly version: string
  /** `h1:` hash of the whole module. */
  readonly zip: string
  /** `h1:` hash of its go.mod. */
  readonly goMod: string
}

/**
 * The text of a record, checked: plain text of one or more lines, all ended, none blank.
 *
 * @throws InvalidError when it is not
 *
 * Source: x/mod/sumdb/tlog.isValidRecordText (which lets the first line be blank)
 */
export function readRecordText(text: string | Uint8Array): string {
  const plain = readPlainText(text, 'record')
  if (plain.endsWith('\n') && !plain.startsWith('\n') && !plain.includes('\n\n')) return plain
  throw new InvalidError('Invalid record: it is not lines that end in newlines, none of them blank')
}

/**
 * The text of a module version's record: two lines of go.sum.
 *
 * @throws InvalidError when the path, version or a hash is malformed
 *
 * Source: https://go.dev/design/25530-sumdb ("Checksum Database")
 */
export function formatModuleRecord({ path, version, zip, goMod }: ModuleRecord): string {
  checkPath(path)
  checkVersion(version)
  for (const sum of [zip, goMod]) checkSum(sum)
  return `${path} ${version} ${zip}\n${path} ${version}/go.mod ${goMod}\n`
}

/**
 * Reads a record as strictly as {@link formatModuleRecord} writes one.
 *
 * @throws InvalidError when it is malformed
 */
export function parseModuleRecord(text: string): ModuleRecord {
  const [, path = '', version = '', zip = '', goMod = ''] =
    /^([^ \n]+) ([^ \n]+) ([^ \n]+)\n\1 \2\/go\.mod ([^ \n]+)\n$/.exec(readRecordText(text)) ?? []
  if (path === '') {
    throw new InvalidError(
      `Invalid record ${JSON.stringify(text.slice(0, 200))}: not the two lines of a module version`,
    )
  }
  const record = { path, version, zip, goMod }
  formatModuleRecord(record)
  return record
}

/**
 * The same, of a record that must be that of this version.
 *
 * @throws InvalidError when it is malformed, or of another one
 */
export function parseRecordOf(path: string, version: string, text: string): ModuleRecord {
  const record = parseModuleRecord(text)
  if (record.path === path && record.version === version) return record
  throw new InvalidError(
    `Invalid record: it is of ${record.path}@${record.version}, not of ${path}@${version}`,
  )
}

function checkVersion(version: string): void {
  if (version !== '' && version === canonicalVersion(version)) return
  throw new InvalidError(`Invalid version ${JSON.stringify(version)}: it is not in canonical form`)
}

function checkSum(sum: string): void {
  if (isHash1(sum)) return
  throw new InvalidError(
    `Invalid hash ${JSON.stringify(sum)}: it is not h1: and 32 bytes in base64`,
  )
}
