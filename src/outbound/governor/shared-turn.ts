import { shortPause, type Lane } from './lane.ts'
import type { Turn } from './turn.ts'

/**
 * Waits for a turn at a host, and then for one at the domain that it shares with others, each of whom may be somebody
 * else. What is heard counts in full for the host; for the domain it slows us down, and is a pause so short that
 * nobody is refused.
 *
 * @throws Failure as `Lane.enter` does
 */
export async function enterShared(
  own: Lane,
  domain: Lane,
  url: string,
  signal: AbortSignal,
): Promise<Turn> {
  const first = await own.enter(url, signal)
  let second: Turn
  try {
    second = await domain.enter(url, signal)
  } catch (error) {
    first.leave()
    throw error
  }
  return {
    heard(heard, longest = Infinity) {
      first.heard(heard, longest)
      second.heard(heard, Math.min(longest, shortPause))
    },
    leave() {
      second.leave()
      first.leave()
    },
  }
}
