import { createHash } from 'node:crypto'
import { openPromise } from 'yauzl'
import { decodeFileName } from '../../gomod/file-name.ts'

/** What is wanted of a zip. */
export interface WantedFiles {
  /** What names in the zip begin with: `path@version/`. */
  readonly root: string
  /** SHA-256 in lower-case hex by name below the root: other content is left out. */
  readonly hashes: ReadonlyMap<string, string>
  /** Larger files are left out, in bytes. */
  readonly maxBytes: number
}

/**
 * Reads single files of a module zip that was hashed before, into memory; by their names below the root.
 *
 * @throws Error where the file is no zip any more, or cannot be read
 */
export async function readZipFiles(
  file: string,
  { root, hashes, maxBytes }: WantedFiles,
): Promise<Map<string, Buffer>> {
  const zip = await openPromise(file, {
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
    validateEntrySizes: true,
  })
  const found = new Map<string, Buffer>()
  try {
    for await (const entry of zip.eachEntry()) {
      const whole = decodeFileName(entry.fileNameRaw)
      const name = whole.startsWith(root) ? whole.slice(root.length) : ''
      const hash = hashes.get(name)
      if (hash === undefined || entry.uncompressedSize > maxBytes) continue
      const chunks: Buffer[] = []
      const content = await zip.openReadStreamPromise(entry)
      for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk)
      const bytes = Buffer.concat(chunks)
      if (createHash('sha256').update(bytes).digest('hex') === hash) found.set(name, bytes)
    }
  } finally {
    zip.close()
  }
  return found
}
