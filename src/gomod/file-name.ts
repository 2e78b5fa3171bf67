const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The text of a file name as a version control system or an archive stores it: UTF-8. Bytes that are
 * not UTF-8 each become a lone low surrogate (byte 0xFF is U+DCFF), so that two different names never
 * become one, and `checkFilePath` refuses them as Go refuses invalid UTF-8.
 */
export function decodeFileName(bytes: Uint8Array): string {
  const text = utf8.decode(bytes)
  return text.includes(REPLACEMENT) ? decodeBroken(bytes) : text
}

/** What the decoder puts for broken bytes; a name may also hold it as such. */
const REPLACEMENT = '\ufffd'

function decodeBroken(bytes: Uint8Array): string {
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0)
    const end = at + length
    const piece = length === 0 || end > bytes.length ? undefined : decodeOne(bytes, at, end)
    text += piece ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
    at += piece === undefined ? 1 : length
  }
  return text
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

function decodeOne(bytes: Uint8Array, start: number, end: number): string | undefined {
  const text = utf8.decode(bytes.subarray(start, end))
  const isBroken = text.includes(REPLACEMENT) && !isReplacement(bytes, start)
  return isBroken ? undefined : text
}

function isReplacement(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd
}
