/** Bytes that no compression makes fewer, the same each time. */
export function noise(length: number): Uint8Array {
  let state = 7
  return Uint8Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) >> 8)
}
