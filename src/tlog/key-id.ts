import { hash } from 'node:crypto'

import { InvalidError } from '../gomod/invalid-error.ts'

/**
 * What a key signs with: 1 is Ed25519 over the text of a note; 4 is Ed25519 over a checkpoint with the
 * time, a witness's cosignature. Both name the key's algorithm byte.
 *
 * Source: C2SP signed-note ("Signature types"), C2SP tlog-cosignature
 */
export type KeyAlgorithm = 1 | 4

/** The number that together with the name finds the key of a signature. */
export type KeyId = number

/**
 * The id of a key: the first four bytes, big-endian, of the SHA-256 over name, newline, algorithm byte
 * and public key.
 *
 * Source: x/mod/sumdb/note.keyHash, C2SP signed-note ("Signatures")
 */
export function keyId(name: string, algorithm: KeyAlgorithm, publicKey: Uint8Array): KeyId {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(algorithm), publicKey])
  return hash('sha256', input, 'buffer').readUInt32BE(0)
}

/** A key's id as keys write it: eight hex digits. */
export function formatKeyId(id: KeyId): string {
  return id.toString(16).padStart(8, '0')
}

/**
 * Whether `name` can name a key: not empty, Unicode text, no space of any script, no plus.
 *
 * Source: x/mod/sumdb/note.isValidName, C2SP signed-note ("Format")
 */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^+\p{White_Space}]+$/u.test(name)
}

/** Throws InvalidError unless {@link isKeyName}. */
export function checkKeyName(name: string): void {
  if (isKeyName(name)) return
  throw new InvalidError(
    `Invalid key name ${JSON.stringify(name)}: it must be text without spaces and plus signs`,
  )
}
