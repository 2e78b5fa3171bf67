import type { DelayedWrites } from './delayed-writes.ts'

/** Rows that wait to be written: of each key the last. */
export interface DelayedRows<Row> {
  /** What waits under a key. */
  get(key: string): Row | undefined
  set(key: string, row: Row): void
}

/**
 * Has rows written together with what else waits.
 *
 * @param write writes one, in a transaction that may still fail
 */
export function delayedRows<Row>(
  writes: DelayedWrites,
  write: (row: Row, key: string) => void,
): DelayedRows<Row> {
  const waiting = new Map<string, Row>()
  writes.add({
    isEmpty: () => waiting.size === 0,
    write() {
      for (const [key, row] of waiting) write(row, key)
    },
    written: () => waiting.clear(),
  })
  return {
    get: (key) => waiting.get(key),
    set(key, row) {
      waiting.set(key, row)
      writes.soon()
    },
  }
}
