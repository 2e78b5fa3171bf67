import { firstPace, intervalOf, paceAfter, type Pace } from './pace.ts'
import { noPause, pauseAfter, pauseAt, type Pause } from './pause.ts'
import { crowded, leftAlone } from './refusals.ts'
import type { Later, Turn } from './turn.ts'

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
  /** Takes over a pause that another process has begun, if it lasts longer. */
  heed(pause: Pause): void
  readonly state: LaneState
}

/** How a lane stands. */
export interface LaneState {
  readonly pause: Pause
  readonly pace: Pace
  readonly active: number
  readonly waiting: number
  /** When the next request that nobody waits for may come, by what was last known. */
  readonly restsUntil: number
}

/** Milliseconds of a pause that is waited for; a longer one is told. */
export const shortPause = 3000
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
 * @param lastQuiet when the last background request began, milliseconds since the epoch, as far as that is known
 */
export function openLane(
  name: string,
  options: LaneOptions,
  first: Pause = noPause,
  onPause: (pause: Pause) => void = () => {},
  lastQuiet = -Infinity,
): Lane {
  const { mostConnections, now, random } = options
  let pause = first
  let pace = firstPace(mostConnections)
  let active = 0
  let quietBegan = lastQuiet
  let delay = 0
  let isQuietOut = false
  let clock: AbortController | undefined
  const line = new Set<Waiting>()

  const room = () => (pause.isProving ? 1 : pace.connections)
  const left = () => {
    pause = pauseAt(pause, now())
    return pause.until - now()
  }

  function begin(isQuiet: boolean): Turn {
    const began = now()
    let isOver = false
    let hasAnswered = false
    /** Troubles that the head of this answer made good. */
    let forgiven = 0
    active++
    return {
      heard(heard, longest) {
        const waited = now() - began
        pace = paceAfter(pace, heard, waited, mostConnections)
        const before = pause
        if (heard.kind === 'good') {
          forgiven = pause.troubles
          hasAnswered = true
        }
        // An answer that breaks off was none: a host that sends nothing but heads is to be left alone, too.
        if (heard.kind === 'trouble') {
          pause = { ...pause, troubles: Math.max(pause.troubles, forgiven) }
        }
        const told = hasAnswered ? heard : { ...heard, waited }
        pause = pauseAfter(pause, told, now(), random(), longest)
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
    const millis = left()
    if (millis > shortPause) {
      for (const one of line) one.refuse(leftAlone(one.url, name, pause, millis))
    } else if (millis > 0 && line.size > 0) void wakeIn(millis)
    if (millis > 0) return
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

  function mayEnterQuietly(crawlDelay?: number): Later | undefined {
    const at = now()
    delay = crawlDelay ?? delay
    if (left() > 0) return { why: 'paused', until: pause.until }
    if (isQuietOut || line.size > 0 || active >= room()) return { why: 'busy', until: at + busyFor }
    const from = quietBegan + intervalOf(pace, options.interval, crawlDelay)
    // A beginning in the future is from before the clock was set back.
    return from > at && quietBegan <= at ? { why: 'pace', until: Math.ceil(from) } : undefined
  }

  return {
    async enter(url, signal) {
      signal.throwIfAborted()
      const millis = left()
      if (millis > shortPause) throw leftAlone(url, name, pause, millis)
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
    mayEnterQuietly,
    heed(other) {
      const at = now()
      if (other.at <= at && other.until > Math.max(pause.until, at)) pause = other
    },
    get state() {
      const restsUntil = quietBegan + intervalOf(pace, options.interval, delay)
      return { pause: pauseAt(pause, now()), pace, active, waiting: line.size, restsUntil }
    },
  }
}
