/** Reads a stream of chunks as one run of bytes. One read at a time. */
export interface ByteReader {
  /**
   * The next bytes, at least one and at most `limit`, as they come; undefined at the end. They stay
   * valid after the next read.
   */
  some(limit: number): Promise<Uint8Array | undefined>
  /** Exactly the next `length` bytes; fewer only when the stream ends before. Copies where it must. */
  exactly(length: number): Promise<Uint8Array>
  /** Gives the source up; it is not read to its end. */
  close(): Promise<void>
}

/** Memory: the chunk at hand. Errors of the source pass through. */
export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array(0)
  let ended = false

  async function some(limit: number): Promise<Uint8Array | undefined> {
    while (chunk.length === 0) {
      if (ended) return undefined
      const next = await chunks.next()
      if (next.done === true) ended = true
      else chunk = next.value
    }
    const taken = chunk.subarray(0, limit)
    chunk = chunk.subarray(taken.length)
    return taken
  }

  async function exactly(length: number): Promise<Uint8Array> {
    if (chunk.length >= length) {
      const taken = chunk.subarray(0, length)
      chunk = chunk.subarray(length)
      return taken
    }
    const parts: Uint8Array[] = []
    let missing = length
    while (missing > 0) {
      const part = await some(missing)
      if (part === undefined) break
      parts.push(part)
      missing -= part.length
    }
    return Buffer.concat(parts)
  }

  return {
    some,
    exactly,
    async close() {
      if (!ended) await chunks.return?.()
      ended = true
      chunk = new Uint8Array(0)
    },
  }
}
