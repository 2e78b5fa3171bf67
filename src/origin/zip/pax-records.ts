import { brokenArchive } from './broken-archive.ts'

/** The fields of an extended header that this reader uses. */
export interface PaxRecords {
  readonly path?: Uint8Array
  /** Bytes of the body of the next entry. */
  readonly size?: number
}

/**
 * Reads an extended header: records `<length> <key>=<value>\n`, of which the last of a key counts.
 *
 * @throws Failure `unreachable` for a malformed record
 *
 * Source: POSIX.1-2017, pax, "pax Extended Header"
 */
export function parsePaxRecords(bytes: Uint8Array): PaxRecords {
  const records: { path?: Uint8Array; size?: number } = {}
  let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  while (rest.length > 0) {
    const space = rest.indexOf(0x20)
    const length = decimal(rest.subarray(0, Math.max(space, 0)))
    const equals = rest.indexOf(0x3d, space)
    if (length > rest.length || equals === -1 || equals >= length || rest[length - 1] !== 0x0a) {
      throw brokenArchive('an extended header is malformed')
    }
    const key = rest.subarray(space + 1, equals).toString('latin1')
    const value = rest.subarray(equals + 1, length - 1)
    if (key === 'path') records.path = value
    if (key === 'size') records.size = decimal(value)
    rest = rest.subarray(length)
  }
  return records
}

function decimal(digits: Buffer): number {
  const text = digits.toString('latin1')
  const value = Number(text)
  if (!/^[0-9]{1,16}$/.test(text) || !Number.isSafeInteger(value)) {
    throw brokenArchive('an extended header has a number that is malformed or too large')
  }
  return value
}
