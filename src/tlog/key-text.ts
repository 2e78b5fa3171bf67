import { InvalidError } from '../gomod/invalid-error.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { keySize } from './ed25519.ts'
import { checkKeyName, formatKeyId, isKeyName, type KeyAlgorithm, type KeyId } from './key-id.ts'

/** What the text of a verifier or signer key holds. */
export interface KeyParts {
  readonly name: string
  readonly id: KeyId
  readonly algorithm: KeyAlgorithm
  /** 32 bytes. */
  readonly key: Uint8Array
}

/** Whose keys have an algorithm. */
const owners: Readonly<Record<KeyAlgorithm, string>> = { 1: 'a log', 4: 'a witness' }

/**
 * A verifier key, or what is none, as errors may show it, in quotes: without the part that were a secret if it is a private
 * key that was given by mistake.
 */
export function shownKey(text: string): string {
  const [begin] = /^[^+\s]{1,120}\+[0-9a-fA-F]{8}\+/.exec(text) ?? []
  if (begin !== undefined) return JSON.stringify(`${begin}…`)
  const mayBeSecret = /private|[\w+/=-]{32}/i.test(text)
  return JSON.stringify(mayBeSecret ? '…' : text.slice(0, 120))
}

/**
 * Reads `name+id+base64 of algorithm byte and key`. Of `text` errors show only what
 * {@link shownKey} does, and nothing if `secret` is true. The id is not compared with the key.
 *
 * @param wanted the only algorithm that is taken; any known one unless given
 * @throws InvalidError when the text is not of that form or the algorithm is another
 */
export function parseKeyText(text: string, secret: boolean, wanted?: KeyAlgorithm): KeyParts {
  const shown = secret ? 'signer key' : `verifier key ${shownKey(text)}`
  const [, name = '', id = '', base64 = ''] = /^([^+]*)\+([0-9a-fA-F]{8})\+(.*)$/su.exec(text) ?? []
  const bytes = decodeBase64(base64)
  const algorithm = bytes?.[0]
  if (bytes === undefined || algorithm === undefined || !isKeyName(name)) {
    throw new InvalidError(`Invalid ${shown}: it is not of the form name+8 hex digits+base64`)
  }
  if (algorithm !== 1 && algorithm !== 4) {
    throw new InvalidError(`Invalid ${shown}: unknown algorithm ${algorithm}`)
  }
  if (wanted !== undefined && algorithm !== wanted) {
    throw new InvalidError(
      `Invalid ${shown}: it is of ${owners[algorithm]}, not of ${owners[wanted]}`,
    )
  }
  if (bytes.length !== 1 + keySize) {
    throw new InvalidError(
      `Invalid ${shown}: the key has ${bytes.length - 1} bytes instead of ${keySize}`,
    )
  }
  return { name, id: Number.parseInt(id, 16), algorithm, key: bytes.subarray(1) }
}

/** The text that {@link parseKeyText} reads. Throws InvalidError for a bad name. */
export function formatKeyText({ name, id, algorithm, key }: KeyParts): string {
  checkKeyName(name)
  return `${name}+${formatKeyId(id)}+${encodeBase64(Buffer.concat([Buffer.of(algorithm), key]))}`
}
