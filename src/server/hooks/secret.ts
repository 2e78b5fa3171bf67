import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a text is the secret, in a time that tells nothing of it, its length included.
 *
 * @param given as a header has it: its bytes as latin1
 */
export function isSecret(given: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given, 'latin1'), Buffer.from(secret)].map((bytes) =>
    hash('sha256', bytes, 'buffer'),
  )
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}

/** The 32 bytes that 64 lower-case hexadecimal digits stand for; undefined for any other text. */
export function hexDigest(text: string): Buffer | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined
}

/** Whether `digest` is the HMAC-SHA256 of the bytes, in a time that tells nothing of it. Source: RFC 2104 */
export function isHmac(digest: Uint8Array, key: string | Uint8Array, bytes: Uint8Array): boolean {
  const right = createHmac('sha256', key).update(bytes).digest()
  return digest.length === right.length && timingSafeEqual(digest, right)
}
