import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

import { InvalidError } from '../gomod/invalid-error.ts'

/** Bytes in an Ed25519 seed, which is what signer keys hold, and in a public key. */
export const keySize = 32

// DER of a PKCS #8 and a SubjectPublicKeyInfo with the algorithm id-Ed25519, up to the raw key.
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * A private key from its 32-byte seed.
 *
 * Source: RFC 8032 section 5.1.5, RFC 8410 section 7
 */
export function privateKeyFromSeed(seed: Uint8Array): KeyObject {
  checkSize(seed, 'Ed25519 seed')
  const key = Buffer.concat([privatePrefix, seed])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

/** A public key from its 32 bytes. Source: RFC 8410 section 4 */
export function publicKeyFromRaw(raw: Uint8Array): KeyObject {
  checkSize(raw, 'Ed25519 public key')
  const key = Buffer.concat([publicPrefix, raw])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}

/** The 32 bytes of the public key that belongs to a private one. */
export function rawPublicKey(privateKey: KeyObject): Uint8Array {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return spki.subarray(publicPrefix.length)
}

/** Signs a message: 64 bytes, always the same for the same key and message. */
export function signEd25519(message: Uint8Array, key: KeyObject): Uint8Array {
  return sign(null, message, key)
}

/** Whether `signature` is the key's for the message. */
export function verifyEd25519(message: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  return verify(null, message, key, signature)
}

function checkSize(bytes: Uint8Array, what: string): void {
  if (bytes.length === keySize) return
  throw new InvalidError(`Invalid ${what}: it has ${bytes.length} bytes instead of ${keySize}`)
}
