import { Failure } from '../../failure.ts'
import type { HostMemory } from '../host-memory.ts'
import { recall } from './recall.ts'

/** Room for one request out of what was spared its host. It must be settled. */
export interface Reservation {
  /** Bytes that question and answer may have together. */
  readonly bytes: number
  /** The request is over and took so many bytes. */
  readonly settle: (bytes: number) => void
}

/** An answer smaller than this is hardly ever seen: with less to spend, nobody is asked. */
const leastAnswer = 1024

/**
 * Sets room aside for a background request, of what answers from our copy have spared the host: requests and bytes of
 * the background never exceed those. What is set aside is on stable storage before the request goes out, all that there
 * is of it, since nobody knows how long the answer will be; the rest comes back afterwards. A crash in between can only
 * lose some of what might have been spent.
 *
 * @param sent bytes of the question
 * @param most bytes of the answer that are wanted at the most
 * @returns undefined when there is not enough
 * @throws Failure when it cannot be noted
 */
export function reserve(
  memory: HostMemory,
  host: string,
  sent: number,
  most: number,
): Reservation | undefined {
  if (!canAfford(memory, host, sent + leastAnswer)) return undefined
  const bytes = Math.min(creditOf(memory, host).bytes, sent + most)
  memory.addSpent(host, 1, bytes)
  let isSettled = false
  return {
    bytes,
    settle(used) {
      if (isSettled) return
      isSettled = true
      if (used <= bytes) memory.giveBack(host, 0, bytes - used)
      else spendMore(memory, host, used - bytes)
    },
  }
}

/** What cannot be kept is spent all the same, as far as anybody can tell. */
function spendMore(memory: HostMemory, host: string, bytes: number): void {
  try {
    memory.addSpent(host, 0, bytes)
  } catch (error) {
    if (!Failure.is(error)) throw error
  }
}

/** Whether so many requests with so many bytes in all could be paid for. */
export function canAfford(memory: HostMemory, host: string, bytes: number, requests = 1): boolean {
  const credit = creditOf(memory, host)
  return credit.requests >= requests && credit.bytes >= Math.max(bytes, leastAnswer)
}

function creditOf(
  memory: HostMemory,
  host: string,
): { readonly requests: number; readonly bytes: number } {
  const { savedRequests, spentRequests, savedBytes, spentBytes } = recall(memory, host)
  return { requests: savedRequests - spentRequests, bytes: savedBytes - spentBytes }
}
