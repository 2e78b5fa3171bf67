import { InvalidError } from '../gomod/invalid-error.ts'
import { cosignedMessage, packCosignature } from './cosignature.ts'
import { privateKeyFromSeed, rawPublicKey, signEd25519 } from './ed25519.ts'
import { keyId, type KeyAlgorithm, type KeyId } from './key-id.ts'
import { formatKeyText, parseKeyText } from './key-text.ts'

const prefix = 'PRIVATE+KEY+'

/** A private key that signs notes. */
export interface Signer {
  readonly name: string
  readonly id: KeyId
  readonly algorithm: KeyAlgorithm
  /** The public key that verifies, 32 bytes. */
  readonly publicKey: Uint8Array
  /**
   * The signature of the text of a note, without the key id. A witness (algorithm 4) signs that it saw
   * the text at `time`, Unix seconds, which is needed then and ignored otherwise.
   */
  sign(text: string, time?: number): Uint8Array
}

/**
 * Reads a signer key, `PRIVATE+KEY+name+id+base64`, which holds the seed of an Ed25519 key. Errors never
 * show it.
 *
 * @param wanted the only algorithm that is taken; either unless given
 * @throws InvalidError when it is malformed, its algorithm is another, or its id is not that of the key
 *
 * Source: x/mod/sumdb/note.NewSigner
 */
export function parseSignerKey(text: string, wanted?: KeyAlgorithm): Signer {
  if (!text.startsWith(prefix)) {
    throw new InvalidError(`Invalid signer key: it does not begin with ${prefix}`)
  }
  const { name, id, algorithm, key: seed } = parseKeyText(text.slice(prefix.length), true, wanted)
  const privateKey = privateKeyFromSeed(seed)
  const publicKey = rawPublicKey(privateKey)
  if (id !== keyId(name, algorithm, publicKey)) {
    throw new InvalidError(
      `Invalid signer key for ${JSON.stringify(name)}: its id is of another key`,
    )
  }
  const sign = (text: string, time = Number.NaN): Uint8Array => {
    if (algorithm === 1) return signEd25519(Buffer.from(text), privateKey)
    if (!Number.isSafeInteger(time) || time < 0) {
      throw new RangeError(`A cosignature needs its time in whole Unix seconds, not ${time}`)
    }
    return packCosignature(time, signEd25519(cosignedMessage(text, time), privateKey))
  }
  return { name, id, algorithm, publicKey, sign }
}

/**
 * The text of a signer key. The seed must be 32 random bytes that nobody else knows.
 *
 * @throws InvalidError when the name cannot name a key or the seed has another length
 *
 * Source: x/mod/sumdb/note.GenerateKey
 */
export function formatSignerKey(name: string, seed: Uint8Array, algorithm: KeyAlgorithm): string {
  const id = keyId(name, algorithm, rawPublicKey(privateKeyFromSeed(seed)))
  return prefix + formatKeyText({ name, id, algorithm, key: seed })
}
