import { brokenArchive } from './broken-archive.ts'

/** What one 512-byte header of a tar says. */
export interface TarHeader {
  /** As stored: prefix and name, joined by a slash. */
  readonly name: Uint8Array
  /** `0` file, `2` symbolic link, `5` directory, `g` and `x` extended headers. */
  readonly type: string
  /** Bytes of the body. */
  readonly size: number
}

/** Bytes in a header, and what bodies are padded to. */
export const TAR_BLOCK = 512

/**
 * Reads a ustar header, undefined for a block of zeros, which ends an archive.
 *
 * @throws Failure `unreachable` for a wrong checksum or a field that is no octal number
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format"
 */
export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (octal(block.subarray(148, 156), 'checksum') !== checksum(block)) {
    throw brokenArchive('the checksum of a header is wrong')
  }
  if (Buffer.from(block.subarray(257, 262)).toString('latin1') !== 'ustar') {
    throw brokenArchive('it is no ustar archive')
  }
  const name = untilZero(block.subarray(0, 100))
  const prefix = untilZero(block.subarray(345, 500))
  return {
    name: prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]),
    type: block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0),
    size: octal(block.subarray(124, 136), 'size'),
  }
}

function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20
  for (const byte of block.subarray(0, 148)) sum += byte
  for (const byte of block.subarray(156)) sum += byte
  return sum
}

function octal(field: Uint8Array, what: string): number {
  const digits = Buffer.from(untilZero(field)).toString('latin1').trim()
  if (!/^[0-7]+$/.test(digits)) throw brokenArchive(`the ${what} of a header is no octal number`)
  return Number.parseInt(digits, 8)
}

function untilZero(field: Uint8Array): Uint8Array {
  const end = field.indexOf(0)
  return end === -1 ? field : field.subarray(0, end)
}
