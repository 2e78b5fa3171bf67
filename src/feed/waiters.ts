import type { Feed, FeedEntry } from '../store/facts/feed.ts'

/** Who waits for entries to come. */
export interface Waiters {
  /**
   * Resolves when there may be an entry above a number that is wanted, when the signal aborts, or when nobody shall wait
   * any more. Never rejects.
   */
  wait(above: number, wanted: (entry: FeedEntry) => boolean, signal: AbortSignal): Promise<void>
  /** How many wait. */
  count(): number
  /** Lets all go, and nobody wait any more. */
  stop(): void
}

/** How often the end of the feed is looked at while anybody waits, milliseconds. */
const interval = 100
/** New entries that are held against what each one wants; when there are more, all may look. */
const mostCompared = 1000

interface Waiter {
  readonly above: number
  readonly wanted: (entry: FeedEntry) => boolean
  readonly go: () => void
}

/**
 * Has all who wait look at the feed by one clock: one small question every 100 ms, however many they are and whichever
 * process writes, and none while nobody waits. An entry wakes those only who want it.
 */
export function openWaiters(feed: Pick<Feed, 'newestEntry' | 'feedEntries'>): Waiters {
  const waiting = new Set<Waiter>()
  let told = 0
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const newest = () => feed.newestEntry()?.seq ?? 0

  function wakeAll(): void {
    for (const { go } of waiting) go()
  }

  function look(): void {
    try {
      const last = newest()
      if (last === told) return
      const range = { above: told, below: last + 1, order: 'asc', limit: mostCompared } as const
      const { entries } = feed.feedEntries(range)
      const isAll = entries.at(-1)?.seq === last
      for (const { above, wanted, go } of waiting) {
        if (!isAll || entries.some((entry) => entry.seq > above && wanted(entry))) go()
      }
      told = last
    } catch {
      // What is wrong is told to each of them when it reads.
      wakeAll()
    }
  }

  function leave(waiter: Waiter): void {
    waiting.delete(waiter)
    if (waiting.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    async wait(above, wanted, signal) {
      if (isStopped || signal.aborted) return
      const last = newest()
      if (last > above) return
      if (waiting.size === 0) told = last
      const { promise, resolve } = Promise.withResolvers<void>()
      const go = () => resolve()
      const waiter = { above, wanted, go }
      waiting.add(waiter)
      timer ??= setInterval(look, interval).unref()
      signal.addEventListener('abort', go)
      await promise
      signal.removeEventListener('abort', go)
      leave(waiter)
    },
    count: () => waiting.size,
    stop() {
      isStopped = true
      wakeAll()
    },
  }
}
