import type { Failure } from '../failure.ts'
import type { Log } from './log.ts'
import { seldom } from './seldom.ts'

/**
 * Makes what is told of the failures that clients were answered with. Those go to the log that only whoever looks after this
 * server can end, or must know of: a full disk, and bytes that are not those on record. The same is told once a minute.
 *
 * @param now Unix milliseconds
 */
export function failureLog(log: Log, now: () => number): (failure: Failure) => void {
  const isNews = { full: seldom(now), differs: seldom(now) }
  return ({ code, message, details: { hint } }) => {
    const facts = { reason: message, hint }
    // Whatever could not be kept, it is the same disk.
    if (code === 'no-space' && isNews.full('')) {
      log.error(facts, 'the disk is full: nothing new is kept, and what is held is served')
    }
    if (code === 'mismatch' && isNews.differs(message)) {
      log.error(facts, 'bytes are not those on record: they were refused')
    }
  }
}
