import { InvalidError } from '../gomod/invalid-error.ts'
import { readPlainText } from './plain-text.ts'
import { readRecordText } from './record-text.ts'

/**
 * The content of a data tile: the texts of its records, a blank line after each.
 *
 * @throws InvalidError when a text breaks the rules of records
 *
 * Source: x/mod/sumdb/tlog.FormatRecord, x/mod/sumdb.Server
 */
export function formatDataTile(texts: readonly string[]): string {
  return texts.map((text) => `${readRecordText(text)}\n`).join('')
}

/**
 * The texts of the records of a data tile of the given width. The blank line after the last one may be
 * missing, as it is in the tiles of sum.golang.org. They are not verified: compare their hashes with a
 * tree, as `proveByTiles` does.
 *
 * @throws InvalidError when it is malformed or has another number of records
 */
export function parseDataTile(content: string | Uint8Array, width: number): string[] {
  const plain = readPlainText(content, 'data tile')
  const texts = plain.replace(/\n\n$/, '\n').split(/(?<=\n)\n/)
  if (texts.length !== width) {
    throw new InvalidError(`Invalid data tile: ${texts.length} records instead of ${width}`)
  }
  return texts.map((text) => readRecordText(text))
}
