const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Bytes as text the way Go walks them: every byte that is not part of valid UTF-8 becomes one
 * U+FFFD, and a byte order mark stays. A string is taken as it is, lone surrogates apart, which
 * become U+FFFD. Never throws. Source: `utf8.DecodeRune`.
 */
export function decodeText(text: string | Uint8Array): string {
  if (typeof text === 'string') return text.toWellFormed()
  try {
    return strict.decode(text)
  } catch {
    return decodeDamaged(text)
  }
}

function decodeDamaged(bytes: Uint8Array): string {
  const parts: string[] = []
  let start = 0
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length === 0) {
      parts.push(lenient.decode(bytes.subarray(start, at)), '\ufffd')
      start = at + 1
    }
    at += length || 1
  }
  parts.push(lenient.decode(bytes.subarray(start)))
  return parts.join('')
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  if (lead < 0xc2 || lead > 0xf4) return 0
  const second = bytes[at + 1] ?? 0
  if (second < (secondFloor.get(lead) ?? 0x80) || second > (secondCeiling.get(lead) ?? 0xbf))
    return 0
  for (let i = at + 2; i < at + length; i++) if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

// RFC 3629 section 4: these lead bytes narrow the byte that follows, against overlong forms and
// surrogates.
const secondFloor = new Map([
  [0xe0, 0xa0],
  [0xf0, 0x90],
])
const secondCeiling = new Map([
  [0xed, 0x9f],
  [0xf4, 0x8f],
])
