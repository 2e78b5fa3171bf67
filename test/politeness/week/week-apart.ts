import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Week } from './play-week.ts'

/**
 * Plays the week in a thread of its own: the runner of the tests follows every promise of the thread it is in, and here
 * these are so many that it would take a third of the time.
 *
 * @throws whatever is thrown there; Error when something there would have left this machine
 */
export async function weekApart(): Promise<Week> {
  const worker = new Worker(new URL('./week-worker.ts', import.meta.url))
  const ended = once(worker, 'exit') as Promise<[number]>
  const [week] = (await once(worker, 'message')) as [Week]
  const [code] = await ended
  if (code !== 0) throw new Error(`the thread of the week ended with ${code}`)
  return week
}
