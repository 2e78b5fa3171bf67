import { Failure } from '../failure.ts'

/** The signals that ask the program to stop, and the exit code of each by custom (128 + its number). */
export const stopCodes = { SIGINT: 130, SIGTERM: 143 } as const

/** A signal that asks the program to stop. */
export type StopSignal = keyof typeof stopCodes

/** Counts the requests to stop. */
export interface Stopper {
  /** Aborted by the first request. */
  readonly signal: AbortSignal
  /** The signal that made the first request. */
  stoppedBy(): StopSignal | undefined
  /** Takes a signal: one this process got itself, or one its launcher says it got. */
  receive(signal: StopSignal, by: 'process' | 'launcher'): void
}

/**
 * The first request to stop aborts the signal, a second one calls `exit` at once. A signal that both this process and
 * its launcher got is one request: terminals, timeout(1) and service managers signal whole groups of processes.
 */
export function createStopper(exit: (code: number) => void): Stopper {
  const controller = new AbortController()
  const counts = { process: { SIGINT: 0, SIGTERM: 0 }, launcher: { SIGINT: 0, SIGTERM: 0 } }
  let first: StopSignal | undefined
  const requests = (signal: StopSignal) => Math.max(counts.process[signal], counts.launcher[signal])
  return {
    signal: controller.signal,
    stoppedBy: () => first,
    receive(signal, by) {
      const before = requests(signal)
      counts[by][signal] += 1
      if (requests(signal) === before) return
      if (first !== undefined) {
        exit(stopCodes[signal])
        return
      }
      first = signal
      controller.abort(new Failure('stopped', `Stopped by ${signal}`))
    },
  }
}
