import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './transaction.ts'

/** Milliseconds that what is noted may wait in memory before it is written. */
const writeAfter = 1000
/** The longest pause between attempts, milliseconds; each that fails doubles it. */
const longestPause = 30_000

/** What waits in memory to be written. */
export interface Unwritten {
  isEmpty(): boolean
  /** Writes all of it. Runs in a transaction that may still fail. */
  write(): void
  /** Everything is on stable storage: forgets it. */
  written(): void
}

/**
 * Writes what waits in memory, at most a second later, all of it in one transaction: a crash loses at most the last
 * second, and of what belongs together all or nothing. What cannot be written now (disk full, database locked) stays
 * in memory and is tried again.
 */
export interface DelayedWrites {
  /** Has `part` written with the others from now on. */
  add(part: Unwritten): void
  /** To be called when something waits. */
  soon(): void
  /** Writes now, unless the last attempt failed: then its turn comes by time. */
  early(): void
  /** Writes now if that can be done, so that the database tells all. Never throws. */
  tryFlush(): void
  /**
   * Writes now, and what `also` does in the same transaction.
   *
   * @param doing what a person would say failed.
   * @throws as a write does, or what `also` throws; everything still waits then.
   */
  flush(doing?: string, also?: () => void): void
}

/** The delayed writes to one database. */
export function delayedWrites(database: DatabaseSync): DelayedWrites {
  const parts: Unwritten[] = []
  let timer: NodeJS.Timeout | undefined
  let pause = writeAfter

  function flush(doing = 'record requests', also?: () => void): void {
    const waiting = parts.filter((part) => !part.isEmpty())
    if (waiting.length === 0 && !also) return
    if (database.isTransaction) throw new Error(`Cannot ${doing}: another write is not over`)
    inTransaction(database, doing, () => {
      for (const part of waiting) part.write()
      also?.()
    })
    for (const part of waiting) part.written()
    clearTimeout(timer)
    timer = undefined
    pause = writeAfter
  }

  function tryFlush(): boolean {
    try {
      flush()
      return true
    } catch {
      return false
    }
  }

  function onTime(): void {
    if (tryFlush()) return
    timer = setTimeout(onTime, pause).unref()
    pause = Math.min(pause * 2, longestPause)
  }

  return {
    add(part) {
      parts.push(part)
    },
    soon() {
      timer ??= setTimeout(onTime, writeAfter).unref()
    },
    early() {
      if (pause === writeAfter) tryFlush()
    },
    tryFlush,
    flush,
  }
}
