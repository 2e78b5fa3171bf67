/** A clock that goes on when it is told to. */
export interface VirtualClock {
  readonly now: () => number
  /** Resolves when the clock has gone on by so much; rejects with the signal's reason when that aborts. */
  readonly wait: (millis: number, signal: AbortSignal) => Promise<void>
  /** Goes on, waking those whose time has come, in order. Resolves when what they do at once is done. */
  readonly pass: (millis: number) => Promise<void>
}

/**
 * Starts at a moment, milliseconds since the epoch.
 *
 * @param settled resolves when all that is under way waits for the clock; unless given, what needs nothing from outside
 */
export function virtualClock(start = 1_800_000_000_000, settled = aMoment): VirtualClock {
  let time = start
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()
  return {
    now: () => time,
    async wait(millis, signal) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const sleeper = { at: time + millis, wake: resolve }
      sleepers.add(sleeper)
      const stop = () => {
        sleepers.delete(sleeper)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', stop)
      await promise.finally(() => signal.removeEventListener('abort', stop))
    },
    async pass(millis) {
      const end = time + millis
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.at - b.at)[0]
        if (!next || next.at > end) break
        sleepers.delete(next)
        time = Math.max(time, next.at)
        next.wake()
        await settled()
      }
      time = end
      await settled()
    },
  }
}

/** Lets everything run that waits for nothing outside. */
async function aMoment(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}
