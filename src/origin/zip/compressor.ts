import { constants, createDeflateRaw } from 'node:zlib'

/** Deflates one content after the other in the thread pool. One call at a time. */
export interface Compressor {
  /** Takes the next bytes of the content, and gives what is ready of the result. */
  write(bytes: Uint8Array): Promise<Buffer[]>
  /** Ends the content, and gives the rest of the result. */
  end(): Promise<Buffer[]>
  /** Gives the memory back; calls on their way may never settle. */
  close(): void
}

const CLOSED = 'the compressor was closed'
const LEVEL = 6
const CHUNK = 64 * 2 ** 10

/**
 * A compressor of level 6. Kept for many contents, because making one costs more than deflating a file
 * of a few KiB.
 *
 * Memory: some 300 KiB.
 */
export function createCompressor(): Compressor {
  const stream = createDeflateRaw({ level: LEVEL, chunkSize: CHUNK })
  let ready: Buffer[] = []
  stream.on('data', (chunk: Buffer) => ready.push(chunk))
  stream.on('error', () => undefined) // given to the callbacks too

  function take(): Buffer[] {
    while (stream.read() !== null); // passes by the listener above
    const taken = ready
    ready = []
    return taken
  }

  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error != null || stream.destroyed) reject(error ?? new Error(CLOSED))
          else resolve(take())
        })
      }),
    end: () =>
      new Promise((resolve, reject) => {
        stream.flush(constants.Z_FINISH, () => {
          if (stream.destroyed) return reject(new Error(CLOSED))
          const rest = take()
          stream.reset()
          return resolve(rest)
        })
      }),
    close: () => stream.destroy(),
  }
}
