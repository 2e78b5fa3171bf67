import { InvalidError } from '../gomod/invalid-error.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text that notes and records are made of: valid UTF-8 without control characters below U+0020,
 * newline apart. Encoding it again gives the same bytes. `what` names it in errors.
 *
 * @throws InvalidError when it is not such text
 *
 * Source: C2SP signed-note ("Format"), x/mod/sumdb/note.Open, x/mod/sumdb/tlog.isValidRecordText
 */
export function readPlainText(text: string | Uint8Array, what: string): string {
  const decoded = typeof text === 'string' ? text : decode(text)
  if (decoded === undefined || !decoded.isWellFormed()) {
    throw new InvalidError(`Invalid ${what}: it is not UTF-8`)
  }
  for (let i = 0; i < decoded.length; i += 1) {
    const unit = decoded.charCodeAt(i)
    if (unit < 0x20 && unit !== 0x0a) {
      throw new InvalidError(`Invalid ${what}: control character ${unit} at position ${i}`)
    }
  }
  return decoded
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
