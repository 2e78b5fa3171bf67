import { createHash, hash } from 'node:crypto'

import { InvalidError } from './invalid-error.ts'
import { compareBytes } from './order.ts'

/** One file of a module: its full name in the hash, and the SHA-256 of its content in hex. */
export interface HashedFile {
  readonly name: string
  readonly sha256: string
}

/**
 * The `h1:` hash of a set of files: base64 of the SHA-256 over one line per file,
 * `<sha256>  <name>\n`, in the byte order of the UTF-8 names. For a module the names begin with
 * `path@version/`.
 *
 * @throws InvalidError for a name with a newline, or one that is not Unicode text
 *
 * Source: x/mod/sumdb/dirhash.Hash1
 */
export function hash1(files: Iterable<HashedFile>): string {
  const summary = createHash('sha256')
  for (const { name, sha256 } of [...files].sort((a, b) => compareBytes(a.name, b.name))) {
    if (name.includes('\n')) {
      throw new InvalidError(`Cannot hash file ${JSON.stringify(name)}: newline in its name`)
    }
    if (!name.isWellFormed()) {
      throw new InvalidError(`Cannot hash file ${JSON.stringify(name)}: its name is not Unicode`)
    }
    summary.update(`${sha256}  ${name}\n`)
  }
  return `h1:${summary.digest('base64')}`
}

/**
 * The hash that go.sum and the checksum database record for `path version/go.mod`: the `h1:` hash of
 * the raw bytes under the single name `go.mod`.
 *
 * Source: cmd/go/internal/modfetch.goModSum
 */
export function goModSum(bytes: Uint8Array): string {
  return hash1([{ name: 'go.mod', sha256: hash('sha256', bytes, 'hex') }])
}

/** Whether a text is such a hash: `h1:` and 32 bytes in the one base64 that an encoder writes. */
export function isHash1(text: string): boolean {
  if (!text.startsWith('h1:')) return false
  const bytes = Buffer.from(text.slice(3), 'base64')
  return bytes.length === 32 && bytes.toString('base64') === text.slice(3)
}

/**
 * Whether a text is a hash of an algorithm that only its writer knows, such as `h2:…`: the go command passes it over.
 *
 * Source: https://go.dev/ref/mod#go-sum-files
 */
export function isForeignHash(text: string): boolean {
  return /^h(?!1:)\d+:./.test(text)
}
