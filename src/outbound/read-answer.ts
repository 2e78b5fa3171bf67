import type { Answer } from './exchange.ts'

/** Bytes read of a body that nobody wants, so that its connection can be used again; beyond that a new one is cheaper. */
const maxUnwanted = 256 * 1024

/**
 * Drops an answer's body. A short one is read to its end, so that its connection can be used again; a long one is left,
 * and its connection closed.
 */
export async function discard(answer: Answer): Promise<void> {
  let dropped = 0
  try {
    for await (const chunk of answer.body) {
      dropped += chunk.length
      if (dropped > maxUnwanted) return
    }
  } catch {
    // Nobody wants these bytes; the ledger has noted the failure.
  }
}

/**
 * Reads the beginning of an answer's body: at least so many bytes, if it has them and they come; its connection is closed
 * then. Never throws.
 */
export async function readBeginning(answer: Answer, bytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= bytes) break
    }
  } catch {
    // What came before counts.
  }
  return Buffer.concat(chunks)
}

/** Reads an answer's whole body. */
export async function readAll(answer: Answer): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of answer.body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
