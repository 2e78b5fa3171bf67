import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'

/**
 * Counts the requests that the HTTP client of this process has begun and that are not over.
 *
 * @param held how many of them wait on purpose
 */
export function countRequests(held: () => number): AsyncDisposable & {
  readonly over: () => void
  /** Resolves when all that are left are held, for some turns of the event loop. */
  readonly settled: () => Promise<void>
} {
  let open = 0
  const begin = () => void open++
  subscribe('undici:request:create', begin)
  return {
    over: () => void open--,
    async settled() {
      for (let calm = 0; calm < 4;) {
        await setImmediate()
        calm = open <= held() ? calm + 1 : 0
      }
    },
    [Symbol.asyncDispose]: async () => void unsubscribe('undici:request:create', begin),
  }
}
