/**
 * Records as readers of logs of every kind take them: each text in UTF-8 behind its length in two bytes, big-endian.
 *
 * @throws RangeError for a text of more than 65,535 bytes
 *
 * Source: C2SP tlog-tiles ("Log entries")
 */
export function formatEntryBundle(texts: readonly string[]): Uint8Array {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(bytes.length)
      return [length, bytes]
    }),
  )
}
