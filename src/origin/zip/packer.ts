import { createCompressor, type Compressor } from './compressor.ts'

/** Deflates files. */
export interface Packer {
  /**
   * A small file deflated; undefined when that makes it no smaller. Several calls at a time are well:
   * they share the compressors.
   */
  whole(content: Uint8Array): Promise<Buffer | undefined>
  /**
   * Hands a stream deflated to `emit`, one call at a time. Deflates pieces of 64 KiB, whatever the size
   * of the chunks that come, so that the same content always gives the same bytes.
   *
   * Memory: 64 KiB and what `emit` is given.
   */
  stream(
    content: AsyncIterable<Uint8Array>,
    emit: (chunk: Uint8Array) => Promise<void>,
  ): Promise<void>
  /** Gives the memory back. */
  close(): void
}

const PIECE = 64 * 2 ** 10

/** A packer that keeps `count` compressors for its lifetime. */
export function createPacker(count: number): Packer {
  const lanes = Array.from({ length: count }, createLane)
  let turn = 0

  function nextLane(): Lane {
    const lane = lanes[turn % count]
    if (lane === undefined) throw new RangeError('Cannot pack with no compressor')
    turn += 1
    return lane
  }

  return {
    async whole(content) {
      if (content.length === 0) return undefined
      const packed = await nextLane().use(async (compressor) => {
        const start = await compressor.write(content)
        return Buffer.concat([...start, ...(await compressor.end())])
      })
      return packed.length < content.length ? packed : undefined
    },
    stream: (content, emit) =>
      nextLane().use(async (compressor) => {
        for await (const piece of inPieces(content)) {
          for (const chunk of await compressor.write(piece)) await emit(chunk)
        }
        for (const chunk of await compressor.end()) await emit(chunk)
      }),
    close() {
      for (const lane of lanes) lane.close()
    },
  }
}

/** A compressor, and the queue before it. */
interface Lane {
  use<Result>(job: (compressor: Compressor) => Promise<Result>): Promise<Result>
  close(): void
}

function createLane(): Lane {
  const compressor = createCompressor()
  let last: Promise<unknown> = Promise.resolve()
  return {
    use(job) {
      const result = last.then(() => job(compressor))
      last = result.catch(() => undefined)
      return result
    },
    close: () => compressor.close(),
  }
}

/** Each piece is good until the next one is asked for. */
async function* inPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE)
  let length = 0
  for await (const chunk of content) {
    for (let start = 0; start < chunk.length;) {
      const part = chunk.subarray(start, start + PIECE - length)
      piece.set(part, length)
      start += part.length
      length += part.length
      if (length === PIECE) {
        yield piece
        length = 0
      }
    }
  }
  if (length > 0) yield piece.subarray(0, length)
}
