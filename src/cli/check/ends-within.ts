import { setTimeout as pause } from 'node:timers/promises'

/** Waits for work, but not for ever; `millis` at most; tells whether it has ended. */
export async function endsWithin(millis: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController()
  const ended = work.then(() => true)
  const late = pause(millis, false, over).catch(() => false)
  try {
    return await Promise.race([ended, late])
  } finally {
    over.abort()
  }
}
