/** Bytes read from a file at once, while there are not too many readers. */
const chunkSize = 256 * 1024

const largeChunks = 64
const smallChunkSize = 16 * 1024

/** Buffers that are lent and used again. */
export interface Chunks {
  take(): Buffer
  give(chunk: Buffer): void
}

/**
 * Lends 64 buffers of 256 KiB, 16 MiB in all, and to whoever comes while they are all out one of 16 KiB: nobody waits
 * for a slow client, and a thousand of those cost little.
 */
export function createChunks(): Chunks {
  const idle: Buffer[] = []
  let lent = 0
  return {
    take() {
      if (lent >= largeChunks) return Buffer.allocUnsafeSlow(smallChunkSize)
      lent++
      return idle.pop() ?? Buffer.allocUnsafeSlow(chunkSize)
    },
    give(chunk) {
      if (chunk.length !== chunkSize) return
      lent--
      idle.push(chunk)
    },
  }
}
