import type { Heard } from './heard.ts'
import { firstPace, intervalOf, paceAfter, type Pace } from './pace.ts'
import { noPause, pauseAfter, type Pause } from './pause.ts'
import { crowded, leftAlone } from './refusals.ts'

/** What all lanes share; times in milliseconds. */
export interface LaneOptions {
  /** Requests of people to one host at a time, at the most. */
  readonly mostConnections: number
  /** Least pause between two background requests. */
  readonly interval: number
  readonly now: () => number
  /** From 0 up to 1. */
  readonly random: () => number
  /** Resolves after a time; rejects with the signal's reason when that comes first. */
  readonly wait: (millis: number, signal: AbortSignal) => Promise<void>
}

/** Leave to make one request. It must be given back. */
export interface Turn {
  /** The head of the answer is there, or will not come; or, afterwards, the answer broke off. */
  heard(heard: Heard): void
  /** The request is over. Only the first call counts. */
  leave(): void
}

/** Why there is no leave now, and when to come again, milliseconds since the epoch. */
export interface Later {
  readonly why: 'paused' | 'busy' | 'pace'
  readonly until: number
}

/** The queue in front of one host. */
export interface Lane {
  /**
   * Waits for a turn; those who wait go in the order they came, before anything in the background. A pause of a few
   * seconds is waited for.
   *
   * @throws Failure `throttled` or `unreachable` (with `retryAfter`) while the host is left alone for longer; what the
   *   signal says
   */
  enter(url: string, signal: AbortSignal): Promise<Turn>
  /** When a request that nobody waits for may come; undefined: now. `crawlDelay` in milliseconds. */
  mayEnterQuietly(crawlDelay?: number): Later | undefined
  /** A turn for a request that nobody waits for. Only when {@link mayEnterQuietly} has just let it. */
  enterQuietly(): Turn
  readonly state: LaneState
}

/** How a lane stands. */
export interface LaneState {
  readonly pause: Pause
  readonly pace: Pace
  readonly active: number
  readonly waiting: number
}

/** A pause of this length is waited for, not refused. */
const shortPause = 3000
/** Those who may wait in one lane. */
const mostWaiting = 1000
const busyFor = 1000

interface Waiting {
  readonly begin: () => void
  readonly refuse: (reason: unknown) => void
  readonly url: string
}

/**
 * Makes the lane of a host.
 *
 * @param name as people are told of it
 * @param first what is known of it from before a restart
 * @param onPause told of every change of the pause
 */
export function openLane(
  name: string,
  options: LaneOptions,
  first: Pause = noPause,
  onPause: (pause: Pause) => void = () => {},
): Lane {
  const { mostConnections, now, random } = options
  let pause = first
  let pace = firstPace(mostConnections)
  let active = 0
  const opened = now()
  let quietBegan: number | undefined
  let isQuietOut = false
  let clock: AbortController | undefined
  const line = new Set<Waiting>()

  const room = () => (pause.isProving ? 1 : pace.connections)
  const isPaused = () => pause.until > now()

  function begin(isQuiet: boolean): Turn {
    const began = now()
    let isOver = false
    /** Troubles that the head of this answer made good. */
    let forgiven = 0
    active++
    return {
      heard(heard) {
        pace = paceAfter(pace, heard, now() - began, mostConnections)
        const before = pause
        if (heard.kind === 'good') forgiven = pause.troubles
        // An answer that breaks off was none: a host that sends nothing but heads is to be left alone, too.
        if (heard.kind === 'trouble') {
          pause = { ...pause, troubles: Math.max(pause.troubles, forgiven) }
        }
        pause = pauseAfter(pause, heard, now(), random())
        if (pause.until !== before.until || pause.troubles !== before.troubles) onPause(pause)
        move()
      },
      leave() {
        if (isOver) return
        isOver = true
        active--
        if (isQuiet) isQuietOut = false
        move()
      },
    }
  }

  /** Lets in whom it can, and turns away all when the host is to be left alone. */
  function move(): void {
    if (isPaused()) {
      const left = pause.until - now()
      if (left > shortPause) {
        for (const one of line) one.refuse(leftAlone(one.url, name, pause, left))
      } else if (line.size > 0) void wakeIn(left)
      return
    }
    for (const one of line) {
      if (active >= room()) return
      line.delete(one)
      one.begin()
    }
  }

  async function wakeIn(millis: number): Promise<void> {
    if (clock) return
    clock = new AbortController()
    try {
      await options.wait(millis, clock.signal)
    } catch {
      return // nobody waits any more
    }
    clock = undefined
    move()
  }

  function later(crawlDelay = 0): Later | undefined {
    const at = now()
    if (pause.until > at) return { why: 'paused', until: pause.until }
    if (isQuietOut || line.size > 0 || active >= room()) return { why: 'busy', until: at + busyFor }
    // What went before, perhaps before a restart, is not known: it may have been a moment ago.
    const began = quietBegan ?? opened
    const from =
      began +
      (quietBegan === undefined ? crawlDelay : intervalOf(pace, options.interval, crawlDelay))
    // A beginning in the future is from before the clock was set back.
    return from > at && began <= at ? { why: 'pace', until: Math.ceil(from) } : undefined
  }

  return {
    async enter(url, signal) {
      signal.throwIfAborted()
      const left = pause.until - now()
      if (left > shortPause) throw leftAlone(url, name, pause, left)
      if (line.size >= mostWaiting) throw crowded(url, name, mostWaiting)
      const { promise, resolve, reject } = Promise.withResolvers<Turn>()
      const giveUp = () => one.refuse(signal.reason)
      const one: Waiting = {
        url,
        begin() {
          signal.removeEventListener('abort', giveUp)
          resolve(begin(false))
        },
        refuse(reason) {
          line.delete(one)
          signal.removeEventListener('abort', giveUp)
          reject(reason)
          if (line.size === 0) {
            clock?.abort()
            clock = undefined
          }
        },
      }
      line.add(one)
      signal.addEventListener('abort', giveUp)
      move()
      return promise
    },
    enterQuietly() {
      quietBegan = now()
      isQuietOut = true
      return begin(true)
    },
    mayEnterQuietly: later,
    get state() {
      return { pause, pace, active, waiting: line.size }
    },
  }
}
