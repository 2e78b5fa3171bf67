import { InvalidError } from '../gomod/invalid-error.ts'
import { readPlainText } from './plain-text.ts'
import { readRecordText } from './record-text.ts'
import { isSize, parseSize } from './tree-size.ts'

/** The answer to a lookup, as it came: not a word of it is proven. */
export interface Lookup {
  /** Number of the record. */
  readonly id: number
  /** Text of the record. */
  readonly text: string
  /** The signed head of a tree that should contain it. */
  readonly note: string
}

/**
 * The answer to a lookup: number, text and a blank line, then the signed head.
 *
 * @throws InvalidError when the number or the text break the rules of records
 *
 * Source: x/mod/sumdb/tlog.FormatRecord, x/mod/sumdb.Server
 */
export function formatLookup({ id, text, note }: Lookup): string {
  if (!isSize(id)) throw new InvalidError(`Invalid record number ${id}`)
  return `${id}\n${readRecordText(text)}\n${note}`
}

/**
 * Takes the answer to a lookup apart. Use `verifyLookup` to learn what it proves.
 *
 * @throws InvalidError when it is malformed
 *
 * Source: x/mod/sumdb/tlog.ParseRecord (which takes numbers with a sign or leading zeros too)
 */
export function parseLookup(response: string | Uint8Array): Lookup {
  const plain = readPlainText(response, 'answer to a lookup')
  const start = plain.indexOf('\n') + 1
  const end = plain.indexOf('\n\n', start) + 1
  if (start === 0 || end === 0) {
    throw new InvalidError('Invalid answer to a lookup: not a number, a record and a blank line')
  }
  return {
    id: parseSize(plain.slice(0, start - 1), 'record number'),
    text: readRecordText(plain.slice(start, end)),
    note: plain.slice(end + 1),
  }
}
