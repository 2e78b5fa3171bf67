import { setImmediate, setTimeout } from 'node:timers/promises'
import { forgetOld } from '../verify/schedule/forget-old.ts'
import { runLooks } from '../verify/schedule/run-looks.ts'
import type { Config } from './config/config.ts'
import type { Parts } from './open-parts.ts'

const wait = (millis: number, signal: AbortSignal) =>
  setTimeout(millis, undefined, { signal, ref: false })

const hour = 3600_000
const day = 24 * hour

/**
 * Does what nobody waits for until the signal aborts: looks at repositories, keeps those of the watch list wanted,
 * forgets what the ledger keeps no longer. The promise never rejects.
 */
export async function runBackground(
  { store, origins, looks }: Pick<Parts, 'store' | 'origins' | 'looks'>,
  { politeness, ledger }: Pick<Config, 'politeness' | 'ledger'>,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  /** What fails because we stop is no trouble. */
  function tell(error: unknown): void {
    if (!signal.aborted) onError(error)
  }

  async function every(millis: number, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await work().catch(tell)
      await wait(millis, signal).catch(() => {})
    }
  }

  const forget = () =>
    forgetOld({
      facts: store.facts,
      now: Date.now(),
      keepRequests: ledger.requests,
      keepDays: ledger.days,
      breathe: () => setImmediate(),
    })

  /** Finding a module notes that its repository is wanted. */
  async function watch(): Promise<void> {
    for (const path of politeness.watch) {
      if (signal.aborted) return
      await origins.locate(path).catch(tell)
    }
  }

  const work = [every(hour, forget)]
  if (politeness.looks) {
    const tryLock = () => store.tryLock('looks')
    work.push(runLooks({ looks, tryLock, wait, signal, onError }))
    if (politeness.watch.length > 0) work.push(every(day, watch))
  }
  await Promise.all(work)
}
