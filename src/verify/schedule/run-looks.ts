import type { Looks } from './looks.ts'

/** What {@link runLooks} needs. */
export interface RunOptions {
  readonly looks: Pick<Looks, 'round'>
  /** Taken while looks are made: undefined when another process makes them. */
  readonly tryLock: () => Promise<AsyncDisposable | undefined>
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly wait: (millis: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** Until another process is found to have ended, and after trouble of ours, milliseconds. */
const pause = 60_000

/** Makes looks until the signal aborts; only one process of those that share a data folder does. Never rejects. */
export async function runLooks(options: RunOptions): Promise<void> {
  const { looks, tryLock, wait, signal, onError } = options
  const rest = (millis: number) => wait(millis, signal).catch(() => {})

  async function goOn(): Promise<void> {
    while (!signal.aborted) await rest(await looks.round())
  }

  while (!signal.aborted) {
    try {
      await using lock = await tryLock()
      if (lock) await goOn()
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await rest(pause)
  }
}
