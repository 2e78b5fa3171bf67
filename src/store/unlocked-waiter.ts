import { setTimeout as sleep } from 'node:timers/promises'
import { isLocked } from './system-failure.ts'

/** Milliseconds between two attempts. */
const pause = 100

/**
 * Gives a function that tries a write to the database until no other program has it locked, without blocking in
 * between. Only the first in line tries, so that many who wait do not block more than one.
 *
 * @param patience milliseconds after which the write's Failure is thrown
 */
export function unlockedWaiter(patience = 10_000): <T>(write: () => T) => Promise<T> {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  return async (write) => {
    const until = performance.now() + patience
    waiting++
    try {
      const turn =
        waiting === 1 ? keepTrying(write, until) : last.then(() => keepTrying(write, until))
      last = turn.catch(() => undefined)
      return await turn
    } finally {
      waiting--
    }
  }
}

async function keepTrying<T>(write: () => T, until: number): Promise<T> {
  for (;;) {
    try {
      return write()
    } catch (error) {
      if (!isLocked(error)) throw error
      await sleep(pause)
      if (performance.now() >= until) throw error
    }
  }
}
