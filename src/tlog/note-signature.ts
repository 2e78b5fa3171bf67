import { InvalidError } from '../gomod/invalid-error.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { checkKeyName, isKeyName, type KeyId } from './key-id.ts'

/** A signature on a note, verified or not. */
export interface NoteSignature {
  readonly name: string
  readonly id: KeyId
  /** The bytes after the key id, at least one. */
  readonly bytes: Uint8Array
}

const idSize = 4

/**
 * Reads the line of a signature, without its newline: em dash, space, name, space, base64 of key id and
 * signature.
 *
 * @throws InvalidError when it is not such a line
 *
 * Source: C2SP signed-note ("Format"), x/mod/sumdb/note.Open
 */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', base64 = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? []
  const bytes = Buffer.from(decodeBase64(base64) ?? [])
  if (!isKeyName(name) || bytes.length <= idSize) {
    throw new InvalidError(
      `Invalid note: ${JSON.stringify(line.slice(0, 80))} is not the line of a signature`,
    )
  }
  return { name, id: bytes.readUInt32BE(0), bytes: bytes.subarray(idSize) }
}

/** The line of a signature, with its newline. Throws InvalidError for a bad name. */
export function formatSignatureLine({ name, id, bytes }: NoteSignature): string {
  checkKeyName(name)
  const head = Buffer.alloc(idSize)
  head.writeUInt32BE(id)
  return `— ${name} ${encodeBase64(Buffer.concat([head, bytes]))}\n`
}
