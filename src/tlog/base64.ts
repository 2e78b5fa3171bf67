/**
 * The bytes of standard, padded base64; undefined for any other text. Only the one spelling an encoder
 * writes is taken, so that no two texts stand for the same bytes (Go's decoder ignores stray bits in
 * the last digit).
 *
 * Source: RFC 4648 sections 3.5 and 4
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** Standard, padded base64. Source: RFC 4648 section 4 */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
