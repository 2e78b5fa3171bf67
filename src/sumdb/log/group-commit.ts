import { Failure } from '../../failure.ts'

/** Takes items that are worked on together with whatever else has come meanwhile. */
export interface GroupCommit<T, R> {
  /**
   * Resolves to what the work gave for the item.
   *
   * @throws Failure of the item, or of the work; `throttled` when too many wait, `stopped` after `stop`
   */
  readonly add: (item: T) => Promise<R>
  /** How many items wait to be worked on. */
  readonly waiting: () => number
  /** Takes no more, and resolves when what was taken is done. */
  readonly stop: () => Promise<void>
}

/** Bounds of a {@link GroupCommit}. */
export interface GroupLimits {
  /** Most items that are worked on together. */
  readonly batch: number
  /** Most items that wait. */
  readonly waiting: number
}

interface Waiter<T, R> {
  readonly item: T
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

/**
 * Works on items in batches, one batch after the other: the first goes at once, and all that come meanwhile go together
 * when it is done. Nobody waits for a clock.
 *
 * @param work gives for each item of a batch, in its order, a result or the Failure of it alone; what it rejects with is
 *   the end of all of them
 * @param doing what a person would say failed, such as `write to the log`
 */
export function groupCommit<T, R>(
  work: (items: readonly T[]) => Promise<readonly (R | Failure)[]>,
  { batch, waiting }: GroupLimits,
  doing: string,
): GroupCommit<T, R> {
  const queue: Waiter<T, R>[] = []
  let running: Promise<void> | undefined
  let stopped = false

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const taken = queue.splice(0, batch)
      try {
        const results = await work(taken.map(({ item }) => item))
        for (const [i, waiter] of taken.entries()) settle(waiter, results[i])
      } catch (error) {
        for (const { reject } of taken) reject(error)
      }
    }
    running = undefined
  }

  function settle({ resolve, reject }: Waiter<T, R>, result: R | Failure | undefined): void {
    if (result === undefined) reject(new Error(`Nothing came of an item: ${doing}`))
    else if (result instanceof Failure) reject(result)
    else resolve(result)
  }

  return {
    add(item) {
      if (stopped)
        return Promise.reject(new Failure('stopped', `Cannot ${doing}: it is being closed`))
      if (queue.length >= waiting) {
        const text = `Cannot ${doing}: ${queue.length} others wait already`
        return Promise.reject(new Failure('throttled', text, { retryAfter: 2 }))
      }
      const { promise, resolve, reject } = Promise.withResolvers<R>()
      queue.push({ item, resolve, reject })
      running ??= run()
      return promise
    },
    waiting: () => queue.length,
    async stop() {
      stopped = true
      await running
    },
  }
}
