import type { Heard } from './heard.ts'

/** Why and how long a host is left alone; times in milliseconds. */
export interface Pause {
  /** Nobody asks before; 0: nothing keeps us. */
  readonly until: number
  /** When the last pause began, and what brought it, such as `429`; 0 and '' for never. Kept when it is over. */
  readonly at: number
  readonly why: string
  /** Whether the host had asked for it. */
  readonly isAsked: boolean
  /** True until the host has answered after a pause: one request at a time finds out. */
  readonly isProving: boolean
  /** Requests in a row that came to nothing. */
  readonly troubles: number
}

/** A host of which nothing bad is known. */
export const noPause: Pause = {
  until: 0,
  at: 0,
  why: '',
  isAsked: false,
  isProving: false,
  troubles: 0,
}

/** Requests in a row that may come to nothing before the host is left alone for a while. */
export const patience = 5
/** Milliseconds without an answer that count as much as that many requests. */
export const longWait = 10_000

const second = 1000
const longestAsked = 7 * 24 * 3600 * second
const longestThrottled = 24 * 3600 * second
const longestTrouble = 60 * second

/**
 * The pause after what was heard. A host that wants fewer requests is left alone for as long as it says (never shorter
 * than one that does not answer), or a minute, doubled each time; one that does not answer for a second, doubled each
 * time, after {@link patience} requests, or one that waited for {@link longWait}: those who are in line behind a host that
 * hangs are to be told soon. Jitter takes up to half away, never from what the host asked for.
 *
 * @param random from 0 up to 1
 * @param longest milliseconds that this answer may add at the most
 */
export function pauseAfter(
  pause: Pause,
  heard: Heard,
  now: number,
  random: number,
  longest = Infinity,
): Pause {
  if (heard.kind === 'ours') return pause
  if (heard.kind === 'good') return { ...pause, isProving: false, troubles: 0 }
  const isLong = (heard.waited ?? 0) >= longWait
  const troubles = Math.max(pause.troubles + 1, isLong ? patience : 0)
  const isAsked = heard.kind === 'throttled'
  const millis = isAsked
    ? throttledFor(heard.retryAfter, troubles, random)
    : troubledFor(troubles, random)
  if (millis === 0) return { ...pause, troubles }
  // Answers of requests that went out together may tell less than what is known already.
  const until = Math.max(pause.until, now + Math.min(millis, longest))
  return { until, at: now, why: heard.why, isAsked, isProving: true, troubles }
}

/** The pause as it stands now: one that began in the future, because the clock was set back, begins now. */
export function pauseAt(pause: Pause, now: number): Pause {
  if (pause.at <= now) return pause
  return { ...pause, at: now, until: now + pause.until - pause.at }
}

function throttledFor(retryAfter: number | undefined, troubles: number, random: number): number {
  if (retryAfter !== undefined) {
    // One that says "at once" time and again does not mean it.
    const least = Math.min(second * 2 ** (troubles - 1), longestTrouble)
    return Math.min(Math.max(retryAfter * second, least), longestAsked)
  }
  return jittered(Math.min(60 * second * 2 ** (troubles - 1), longestThrottled), random)
}

function troubledFor(troubles: number, random: number): number {
  if (troubles < patience) return 0
  return jittered(Math.min(second * 2 ** (troubles - patience), longestTrouble), random)
}

function jittered(millis: number, random: number): number {
  return Math.ceil(millis * (1 - random / 2))
}
