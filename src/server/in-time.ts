import { Failure } from '../failure.ts'
import { within } from '../work/within.ts'
import { release, type Reply } from './reply.ts'

/** Milliseconds that a client waits at most; what it asked for goes on, for whoever asks next. */
const patience = 15 * 60_000

/**
 * Waits for a reply, but not for ever: each question to a slow upstream ends in time, and yet there may be many of them.
 * One that comes too late is released.
 *
 * @throws Failure `unreachable` when the reply is not there in time
 */
export async function inTime(coming: Promise<Reply>, patienceMs = patience): Promise<Reply> {
  const reply = await within(patienceMs, coming, { ref: false })
  if (reply) return reply
  coming.then(release, () => {})
  throw lateFailure(patienceMs)
}

function lateFailure(patienceMs: number): Failure {
  const text = `Cannot answer in time: upstream has kept us waiting for ${patienceMs / 1000} s`
  return new Failure('unreachable', text, {
    hint: 'What you asked for is still being fetched: ask again in a few minutes',
    retryAfter: 120,
  })
}
