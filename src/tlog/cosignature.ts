/** Bytes of a cosignature: the time, then an Ed25519 signature. */
const cosignatureSize = 8 + 64
/** The last time that there is a date for, Unix seconds. Source: ECMA-262, 21.4.1.1 */
const lastTime = 8_640_000_000_000

/**
 * What a witness signs: that it saw this checkpoint at this time (Unix seconds), and nothing that
 * contradicts it before.
 *
 * Source: C2SP tlog-cosignature ("Ed25519 signed message")
 */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)
}

/** A cosignature's bytes: the time as 8 bytes, big-endian, then the signature. */
export function packCosignature(time: number, signature: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8)
  head.writeBigUInt64BE(BigInt(time))
  return Buffer.concat([head, signature])
}

/**
 * The time of a cosignature (Unix seconds) and its signature; undefined for bytes of another length and
 * for times that there is no date for. The time means something only once the signature is verified.
 *
 * Source: C2SP tlog-cosignature ("Format")
 */
export function unpackCosignature(
  bytes: Uint8Array,
): { time: number; signature: Uint8Array } | undefined {
  if (bytes.length !== cosignatureSize) return undefined
  const time = Number(Buffer.from(bytes).readBigUInt64BE(0))
  return time <= lastTime ? { time, signature: bytes.subarray(8) } : undefined
}
