import type { LookResult, Repository } from '../../store/facts/repositories.ts'

const hour = 3600_000
const day = 24 * hour

/** Looks at a quiet repository come less and less often, down to this. */
const longest = 7 * day
/** The same where the host tells us of pushes. */
const longestWithPushes = 30 * day
/** A host that has told of a push within this time still does. */
const pushesFor = 90 * day
/** The next look at what may be lost: three of them take at least 72 hours (design section 4). */
const afterSuspicion = 36 * hour
const afterTrouble = 6 * hour
/** A robots.txt that forbids a look is read again the next day. */
const afterRules = day

/**
 * When a repository is to be looked at again, milliseconds after a look. Doubles while nothing changes, from one day on;
 * jitter takes up to a fifth away, so that what came together does not stay together.
 *
 * @param random from 0 up to 1
 */
export function nextLook(
  { quiet, pushedAt }: Pick<Repository, 'quiet' | 'pushedAt'>,
  result: LookResult,
  now: number,
  random: number,
): number {
  return jittered(pause(), random)

  function pause(): number {
    if (result === 'suspected') return afterSuspicion / 0.8
    if (result === 'opted-out') return afterRules / 0.8
    if (result !== 'unchanged') return afterTrouble
    const isTold = pushedAt !== undefined && now - pushedAt < pushesFor
    return isTold ? longestWithPushes : Math.min(day * 2 ** quiet, longest)
  }
}

/** When a repository that was just read for somebody is to be looked at for the first time. */
export function firstLook(now: number, random: number): number {
  return now + jittered(day, random)
}

/** A time of which up to a fifth is taken away, milliseconds. @param random from 0 up to 1 */
export function jittered(millis: number, random: number): number {
  return Math.round(millis * (1 - random / 5))
}
