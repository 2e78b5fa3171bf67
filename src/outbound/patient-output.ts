import type { Readable } from 'node:stream'
import type { Purpose } from './request-record.ts'
import { tooLarge } from './too-large.ts'
import { tooLate } from './too-late.ts'

/** What {@link patientOutput} needs to know. */
export interface PatienceOptions {
  /** As it may be shown. */
  readonly url: string
  readonly purpose: Purpose
  readonly maxBytes: number
  /** Longest silence, milliseconds, while somebody waits. */
  readonly idleTimeout: number
  /** Ends it. */
  readonly signal: AbortSignal
}

/** What somebody says, and how it went. */
export interface PatientOutput {
  /** Ends without an error. */
  readonly output: AsyncGenerator<Uint8Array>
  /** Bytes so far. */
  readonly received: () => number
  /** Whether it came to its own end. */
  readonly isWhole: () => boolean
  /** Why it did not, unless nobody wanted more of it. */
  readonly error: () => unknown
}

/** Passes a stream on, within limits. Silence counts only while somebody waits for more. */
export function patientOutput(source: Readable, options: PatienceOptions): PatientOutput {
  const { url, purpose, maxBytes, idleTimeout, signal } = options
  let received = 0
  let isWhole = false
  let fault: unknown
  source.on('error', (error) => (fault ??= error)) // told by `error`

  async function* passOn(): AsyncGenerator<Uint8Array> {
    const stop = () => source.destroy(signal.reason as Error)
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
    try {
      for (;;) {
        const timer = setTimeout(() => source.destroy(tooLate()), idleTimeout)
        const next = await chunks.next().finally(() => clearTimeout(timer))
        if (next.done) break
        received += next.value.length
        if (received > maxBytes) throw tooLarge(url, maxBytes, purpose)
        yield next.value
      }
      isWhole = true
    } catch (error) {
      fault = error
    } finally {
      signal.removeEventListener('abort', stop)
      source.destroy()
    }
  }

  return {
    output: passOn(),
    received: () => received,
    isWhole: () => isWhole,
    error: () => fault,
  }
}
