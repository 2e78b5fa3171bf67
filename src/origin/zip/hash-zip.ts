import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

import { openPromise, type Entry, type ZipFile } from 'yauzl'

import { Failure } from '../../failure.ts'
import { decodeFileName } from '../../gomod/file-name.ts'
import { hash1 } from '../../gomod/h1.ts'
import { MAX_ZIP_BYTES } from '../../gomod/zip-rules.ts'
import { checkZipNames, type NamedEntry } from './check-zip-names.ts'
import { checkedModule } from './checked-module.ts'
import { contentMeter } from './content-meter.ts'
import { unusable } from './unusable.ts'
import { withoutRoot, type ZippedFile } from './write-zip.ts'

/** What a module zip holds. */
export interface HashedZip {
  readonly h1: string
  /** SHA-256 of the zip, lower-case hex. */
  readonly sha256: string
  /** Bytes of the zip. */
  readonly size: number
  /** In the order of the zip, directories left out; names from the root of the module. */
  readonly files: ZippedFile[]
}

interface ZipItem extends NamedEntry {
  readonly entry: Entry
}

/**
 * Reads a module zip that somebody else wrote, to its last byte: checks the rules that the go command
 * checks before it unpacks one, that every size and CRC is true, and computes its hashes. The h1 counts
 * directories, as Go does. Stricter than Go's reader in one thing: nothing may stand before or after the
 * zip in the file.
 *
 * Memory: about 1 KiB for each file in the zip.
 *
 * @throws Failure `invalid` for the module path or version, `unusable` for a zip that is malformed or
 *   breaks a rule; errors of the file system as they are
 *
 * Source: x/mod/zip.Unzip, x/mod/sumdb/dirhash.HashZip
 */
export async function hashZip(file: string, path: string, version: string): Promise<HashedZip> {
  const module = checkedModule(path, version)
  const { size } = await stat(file)
  if (size > MAX_ZIP_BYTES) throw unusable(module, `their zip has more than ${MAX_ZIP_BYTES} bytes`)
  try {
    const hashed = await readItems(file, module)
    const files = hashed
      .filter(({ name }) => !name.endsWith('/'))
      .map((each) => withoutRoot(each, module))
    return { h1: hash1(hashed), sha256: await hashFile(file), size, files }
  } catch (error) {
    if (Failure.is(error) || !(error instanceof Error) || 'syscall' in error) throw error
    throw unusable(module, `their zip is damaged: ${error.message}`, error)
  }
}

async function readItems(file: string, module: string): Promise<ZippedFile[]> {
  const zip = await openPromise(file, {
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
    validateEntrySizes: true,
  })
  try {
    const items: ZipItem[] = []
    for await (const entry of zip.eachEntry()) {
      const name = decodeFileName(entry.fileNameRaw)
      items.push({ name, size: entry.uncompressedSize, entry })
    }
    checkZipNames(module, items)
    const hashed: ZippedFile[] = []
    for (const item of items) hashed.push(await hashItem(zip, item))
    return hashed
  } finally {
    zip.close()
  }
}

async function hashItem(zip: ZipFile, { name, size, entry }: ZipItem): Promise<ZippedFile> {
  const meter = contentMeter()
  if (name.endsWith('/')) {
    if (size !== 0) throw new Error(`the directory ${JSON.stringify(name)} has content`)
    return { name, sha256: meter.sums().sha256, size }
  }
  const content = await zip.openReadStreamPromise(entry)
  for await (const chunk of content as AsyncIterable<Buffer>) meter.add(chunk)
  const { crc, sha256 } = meter.sums()
  if (crc !== entry.crc32 && !hasNoCrc(entry)) {
    throw new Error(`the CRC of ${JSON.stringify(name)} is wrong`)
  }
  return { name, sha256, size }
}

// Go's reader takes a CRC of 0 in the directory for "not known", unless a descriptor follows the data.
const hasNoCrc = (entry: Entry): boolean =>
  entry.crc32 === 0 && (entry.generalPurposeBitFlag & 0x0008) === 0

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 18 })) {
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}
