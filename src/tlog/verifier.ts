import type { KeyObject } from 'node:crypto'
import { InvalidError } from '../gomod/invalid-error.ts'
import { cosignedMessage, unpackCosignature } from './cosignature.ts'
import { publicKeyFromRaw, verifyEd25519 } from './ed25519.ts'
import { formatKeyId, keyId, type KeyAlgorithm, type KeyId } from './key-id.ts'
import { formatKeyText, parseKeyText, shownKey, type KeyParts } from './key-text.ts'

/** A public key that a note may be signed with. */
export interface Verifier {
  readonly name: string
  readonly id: KeyId
  readonly algorithm: KeyAlgorithm
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** Whether `signature`, the bytes after the key id, is this key's for the text of a note. */
  verify(text: string, signature: Uint8Array): boolean
}

/**
 * Reads a verifier key, such as `sum.golang.org+033de0ae+Ac4z…`: of a log (algorithm 1) or a witness
 * (algorithm 4).
 *
 * @param wanted the only algorithm that is taken; either unless given
 * @throws InvalidError when it is malformed, its algorithm is another, or its id is not that of the key
 *
 * Source: x/mod/sumdb/note.NewVerifier, C2SP signed-note, C2SP tlog-cosignature
 */
export function parseVerifierKey(text: string, wanted?: KeyAlgorithm): Verifier {
  const verifier = verifierOf(parseKeyText(text, false, wanted))
  const { name, id, algorithm, publicKey } = verifier
  const expected = keyId(name, algorithm, publicKey)
  if (id === expected) return verifier
  throw new InvalidError(
    `Invalid verifier key ${shownKey(text)}: its id must be ${formatKeyId(expected)}`,
  )
}

/** Reads a key that {@link parseVerifierKey} has read before: its id is not compared with it again. */
export function readCheckedKey(text: string): Verifier {
  return verifierOf(parseKeyText(text, false))
}

function verifierOf({ name, id, algorithm, key: publicKey }: KeyParts): Verifier {
  let made: KeyObject | undefined
  const verify = (text: string, bytes: Uint8Array): boolean => {
    // Node.js takes its time for it, and most who have a verifier never verify.
    const key = (made ??= publicKeyFromRaw(publicKey))
    if (algorithm === 1) return verifyEd25519(Buffer.from(text), key, bytes)
    const { time, signature } = unpackCosignature(bytes) ?? {}
    if (time === undefined || signature === undefined) return false
    return verifyEd25519(cosignedMessage(text, time), key, signature)
  }
  return { name, id, algorithm, publicKey, verify }
}

/**
 * The text of a verifier key.
 *
 * @throws InvalidError when the name cannot name a key
 *
 * Source: x/mod/sumdb/note.NewEd25519VerifierKey
 */
export function formatVerifierKey(key: Pick<Verifier, 'name' | 'algorithm' | 'publicKey'>): string {
  const { name, algorithm, publicKey } = key
  return formatKeyText({ name, algorithm, id: keyId(name, algorithm, publicKey), key: publicKey })
}

/** The name of a key, with its id, as keys begin: `sum.golang.org+033de0ae`. No two keys share it. */
export function keyNameOf({ name, id }: KeyName): string {
  return `${name}+${formatKeyId(id)}`
}

/** Whether both name one key, as a signature names the key that made it. */
export function isSameKey(a: KeyName, b: KeyName): boolean {
  return a.name === b.name && a.id === b.id
}

type KeyName = Pick<Verifier, 'name' | 'id'>
