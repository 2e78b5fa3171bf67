import { setImmediate } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import type { Feed, FeedEntry } from '../store/facts/feed.ts'
import type { FeedQuery } from './query.ts'
import { openWaiters } from './waiters.ts'

/** What of the index fits a query, up to its limit. What it names never changes. */
export interface FeedPage {
  /** The numbers of its entries, in the order asked for. */
  readonly seqs: readonly number[]
  /** The last of them; absent when there is none. */
  readonly last?: FeedEntry
  /** In ascending order: who goes on behind this number misses nothing and sees nothing twice. */
  readonly reached: number
  /** Whether it ended at the limit. */
  readonly isFull: boolean
}

/** The index: which versions came in, in their order. */
export interface Index {
  /**
   * Finds the entries that fit.
   *
   * @throws Failure `gone` when the entry to go on behind was never written here
   */
  read(query: FeedQuery): Promise<FeedPage>
  /** An entry that a page named. */
  entry(seq: number): FeedEntry
  /**
   * Takes a place among those who wait or listen, until it is disposed of.
   *
   * @throws Failure `unreachable` when there is none left
   */
  place(): Disposable
  /** Waits until there may be an entry above `above` that fits, the signal aborts, or nobody shall wait any more. */
  wait(query: FeedQuery, above: number, signal: AbortSignal): Promise<void>
  /** True once nobody shall wait any more. */
  isStopped(): boolean
  /** Lets all go who wait. */
  stop(): void
}

/** Entries that are read in one go. */
const atOnce = 500

/**
 * Opens the index.
 *
 * @param isListed whether the versions of a module are shown
 * @param places for those who wait or listen; 10,000 unless given
 */
export function openIndex(
  feed: Feed,
  isListed: (path: string) => boolean = () => true,
  places = 10_000,
): Index {
  const waiters = openWaiters(feed)
  let isStopped = false
  let taken = 0

  function bounds({
    since,
    after = 0,
    before = Infinity,
  }: FeedQuery): [above: number, below: number] {
    const end = (feed.newestEntry()?.seq ?? 0) + 1
    if (after >= end) throw strange(after, end - 1)
    const first = since === undefined ? 0 : (feed.firstSince(since) ?? end)
    return [Math.max(after, first - 1), Math.min(before, end)]
  }

  return {
    async read(query) {
      const { order, limit, paths } = query
      let [above, below] = bounds(query)
      const end = Math.max(above, below - 1)
      const seqs: number[] = []
      let last: FeedEntry | undefined
      for (;;) {
        const wanted = Math.min(limit - seqs.length, atOnce)
        const part = feed.feedEntries({
          above,
          below,
          order,
          limit: wanted,
          ...(paths && { paths }),
        })
        for (const entry of part.entries) {
          if (!isListed(entry.path)) continue
          seqs.push(entry.seq)
          last = entry
        }
        const isFull = seqs.length === limit
        const next = part.entries.length === wanted ? part.entries.at(-1)?.seq : part.reached
        if (isFull || next === undefined) {
          const reached = isFull && last ? last.seq : end
          return { seqs, ...(last && { last }), reached, isFull }
        }
        if (order === 'asc') above = next
        else below = next
        await setImmediate()
      }
    },
    entry(seq) {
      const [entry] = feed.feedEntries({
        above: seq - 1,
        below: seq + 1,
        order: 'asc',
        limit: 1,
      }).entries
      if (!entry) throw new Error(`Cannot read entry ${seq} of the index: it is gone`)
      return entry
    },
    place() {
      if (taken >= places) {
        throw new Failure(
          'unreachable',
          `Cannot wait for entries of the index: ${places} others do`,
          {
            hint: 'Ask without wait=, now and then',
            retryAfter: 10,
          },
        )
      }
      taken++
      return { [Symbol.dispose]: () => void taken-- }
    },
    async wait({ since = 0, paths }, above, signal) {
      const fits = ({ at, path }: FeedEntry) =>
        at >= since && isAmong(paths, path) && isListed(path)
      await waiters.wait(above, fits, signal)
    },
    isStopped: () => isStopped,
    stop() {
      isStopped = true
      waiters.stop()
    },
  }
}

function isAmong(paths: FeedQuery['paths'], path: string): boolean {
  if (paths === undefined) return true
  return 'module' in paths ? path === paths.module : path.startsWith(paths.prefix)
}

function strange(after: number, last: number): Failure {
  return new Failure(
    'gone',
    `Cannot go on behind entry ${after} of the index: its last entry is ${last}. It is another index, or an older copy`,
    { hint: 'Begin anew, from the start or with since=' },
  )
}
