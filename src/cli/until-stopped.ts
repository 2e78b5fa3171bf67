import { within } from '../work/within.ts'

/** How long work that was given up may take to clean up, in milliseconds. */
const patience = 5000

/**
 * Does work until `signal` is aborted. Then `cut` takes from the work what it waits for, the work gets 5 s to remove
 * what it left unfinished, and its result no longer counts.
 *
 * @throws the reason of `signal` when it is aborted, else what `work` throws
 */
export async function untilStopped<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  cut: () => Promise<void>,
): Promise<T> {
  signal.throwIfAborted()
  const stopped = Promise.withResolvers<never>()
  const stop = () => stopped.reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const working = work()
  try {
    return await Promise.race([working, stopped.promise])
  } catch (error) {
    if (!signal.aborted) throw error
    await cut()
    await within(patience, working).catch(() => undefined)
    throw signal.reason
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
