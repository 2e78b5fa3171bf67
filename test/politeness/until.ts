import { setTimeout as pause } from 'node:timers/promises'

const patienceMs = 20_000
const pollMs = 20

/**
 * Waits until something holds.
 *
 * @param what is to hold, for the error
 * @throws Error when it does not after 20 s
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await pause(pollMs)
  }
}
