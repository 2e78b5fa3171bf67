import { Failure } from '../../failure.ts'

/** Work that nobody waits for once it is stopped. */
export interface Stoppable {
  /**
   * Does work, unless it is too late.
   *
   * @throws Failure `stopped` as soon as the signal is aborted, though the work itself goes on to its end; what the work
   *   throws
   */
  readonly unlessStopped: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when all work that was begun has ended; never rejects. */
  readonly settled: () => Promise<unknown>
}

/** Lets nobody wait for work once the signal is aborted. */
export function stoppable(signal: AbortSignal): Stoppable {
  const underWay = new Set<Promise<unknown>>()
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Failure('stopped', 'The check was stopped before it was done'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  stopped.catch(() => {})
  return {
    unlessStopped(work) {
      if (signal.aborted) return stopped
      const working = work()
      const ended = working.catch(() => {}).finally(() => underWay.delete(ended))
      underWay.add(ended)
      return Promise.race([working, stopped])
    },
    settled: () => Promise.all(underWay),
  }
}

/**
 * The failure of work that was stopped.
 *
 * @throws whatever else was thrown
 */
export function onlyStopped(error: unknown): Failure {
  if (!Failure.is(error, 'stopped')) throw error
  return error
}

/** Stands for what work that was stopped would have given; throws on whatever else was thrown. */
export function nothingIfStopped(error: unknown): undefined {
  onlyStopped(error)
}
