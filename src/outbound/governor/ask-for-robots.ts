import { Failure } from '../../failure.ts'
import type { Answer, Ask } from '../exchange.ts'
import type { KeptRobots } from '../host-memory.ts'
import type { Reason } from '../request-record.ts'

/** Bytes that count. Source: RFC 9309 §2.5 */
const mostBytes = 500 * 1024
/** Milliseconds after which the file counts as one that cannot be had. */
const patience = 30_000

/**
 * Asks for a robots.txt. That it cannot be had is an answer, too: status 0.
 *
 * @throws Failure when there was no leave to ask, `refused` when not enough paid for all of it, `stopped`
 */
export async function askForRobots(
  ask: (ask: Ask) => Promise<Answer>,
  url: string,
  reason: Reason,
  now: () => number,
): Promise<KeptRobots> {
  const at = now()
  try {
    const answer = await ask({ url, purpose: 'rules', reason, maxBytes: 4 * mostBytes, patience })
    return { at, status: answer.status, text: await beginning(answer) }
  } catch (error) {
    if (!Failure.is(error) || error.code === 'stopped') throw error
    const isUnpaid = error.code === 'refused' && reason === 'background'
    if (isUnpaid || error.details.retryAfter !== undefined) throw error
    return { at, status: 0, text: '' }
  }
}

/** The rest of a longer file does not count. */
async function beginning({ status, body }: Answer): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= mostBytes) break
  }
  if (status < 200 || status > 299) return ''
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
}
