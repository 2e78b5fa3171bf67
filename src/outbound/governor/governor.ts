import { Failure } from '../../failure.ts'
import { untouchedHost, type HostMemory, type KeptRobots } from '../host-memory.ts'
import type { Purpose, Reason } from '../request-record.ts'
import type { HostStanding } from '../standing.ts'
import { canAfford, reserve } from './account.ts'
import { laneName } from './lane-name.ts'
import type { LaneOptions } from './lane.ts'
import { leaveBy, type Leave } from './leave.ts'
import { openLanes, untouchedLane } from './lanes.ts'
import { intervalOf } from './pace.ts'
import { remember } from './recall.ts'
import { forbidden, nothingPays, tooEarly } from './refusals.ts'
import { robotsReader } from './robots-reader.ts'
import type { Rules } from './robots.ts'
import { enterShared } from './shared-turn.ts'
import type { Later } from './turn.ts'

/** What is to be asked. */
export interface Wish {
  /** Original URL in normal form. */
  readonly url: string
  readonly purpose: Purpose
  readonly reason: Reason
  /** Bytes of the question. */
  readonly sent: number
  /** Most bytes of the answer; for {@link Governor.permission} about as many as are expected. */
  readonly bytes: number
}

/** Why something may not be asked in the background now; and when it may, milliseconds since the epoch, where that is known. */
export type Obstacle = { readonly why: 'opted-out' | 'robots-unreachable' | 'budget' } | Later

/** Decides who asks which host, and when. */
export interface Governor {
  /**
   * Waits until a request may go out: for a turn if it is a person's, or the host has invited it, else for the pause
   * between two requests in the background.
   *
   * @throws Failure `throttled` or `unreachable` (with `retryAfter`) while the host is left alone; `opted-out` where its
   *   robots.txt forbids it, `unreachable` where that cannot be had; `refused` where nothing pays for it
   */
  admit(wish: Wish, signal: AbortSignal): Promise<Leave>
  /** What keeps a request in the background from going out now, if anything. May ask for the host's robots.txt. */
  obstacle(wish: Wish): Promise<Obstacle | undefined>
  /** Whether what is known of the host's robots.txt forbids a URL in the background. Asks nobody. */
  forbids(url: string): boolean
  /** Notes that answers from our copy have spared a host so much. */
  saved(host: string, requests: number, bytes: number): void
  /** How we deal with a host; undefined when nothing is known of it. */
  standing(host: string): HostStanding | undefined
}

/** What a governor needs. */
export interface GovernorOptions extends LaneOptions {
  readonly memory: HostMemory
  /** Asks for a robots.txt through the gate. */
  readonly readRobots: (url: string, reason: Reason) => Promise<KeptRobots>
}

/** Whether somebody waits for it, or its host wants it: such requests are neither paid for nor subject to robots.txt. */
const isWanted = (reason: Reason): boolean => reason === 'foreground' || reason === 'push'

/** The second request of one errand waits this long for its turn, milliseconds; a whole errand is better put off. */
const longestWait = 5 * 60_000

/** Opens the governor. */
export function openGovernor(options: GovernorOptions): Governor {
  const { memory, now } = options
  const lanes = openLanes(options, memory)
  const robots = robotsReader({
    now,
    recall: (host) => memory.read(host)?.robots,
    keep: (host, kept) => remember(memory, host, { robots: kept }),
    read: options.readRobots,
  })
  const laneOf = ({ url, purpose }: Wish) => lanes.named(laneName(url, purpose))

  /** The rules for a request in the background; those for robots.txt itself are none. */
  async function rulesFor({ url, purpose, reason }: Wish): Promise<Rules | undefined> {
    return purpose === 'rules' ? undefined : robots.rules(url, reason)
  }

  async function obstacle(wish: Wish): Promise<Obstacle | undefined> {
    const { url, reason, purpose } = wish
    if (isWanted(reason)) return undefined
    // A host that is left alone, or to which nothing is due, is not asked for its rules either.
    const first = laneOf(wish).mayEnterQuietly(knownDelay(url))
    if (first) return first
    const cost = purpose === 'rules' ? 0 : robots.cost(url)
    if (!isPaid(wish, cost)) return { why: 'budget' }
    const rules = await rulesFor(wish).catch((error: unknown): Obstacle => {
      if (!Failure.is(error)) throw error
      return error.code === 'refused' ? { why: 'budget' } : later(error)
    })
    if (rules && 'why' in rules) return rules
    if (rules && !allows(rules, url)) {
      return { why: rules.result === 'unreachable' ? 'robots-unreachable' : 'opted-out' }
    }
    // The rules have cost something, too.
    if (cost > 0 && !isPaid(wish)) return { why: 'budget' }
    return laneOf(wish).mayEnterQuietly(delayOf(rules))
  }

  /** Whether a request can be paid for, if it must be, and another of so many bytes before it. */
  function isPaid({ url, reason, sent, bytes }: Wish, before = 0): boolean {
    if (reason !== 'background') return true
    const requests = before > 0 ? 2 : 1
    return canAfford(memory, new URL(url).host, sent + bytes + before, requests)
  }

  /** Milliseconds that the rules of a host ask for, as far as they are known. */
  function knownDelay(url: string): number {
    return delayOf(robots.known(new URL(url).host))
  }

  function later(error: Failure): Later {
    return { why: 'pace', until: now() + (error.details.retryAfter ?? 60) * 1000 }
  }

  async function admitQuietly(wish: Wish, signal: AbortSignal): Promise<Leave> {
    const { url, reason, sent, bytes } = wish
    const lane = laneOf(wish)
    for (;;) {
      // Rules may become too old while their pause is waited for.
      const rules = await rulesFor(wish)
      if (rules && !allows(rules, url)) throw forbidden(url, rules.result)
      const early = lane.mayEnterQuietly(rules ? delayOf(rules) : knownDelay(url))
      if (!early) break
      const millis = early.until - now()
      if (early.why === 'paused' || millis > longestWait) throw tooEarly(url, millis)
      await options.wait(millis, signal)
    }
    if (reason !== 'background') return leaveBy(lane.enterQuietly(), bytes)
    const paid = reserve(memory, new URL(url).host, sent, bytes)
    if (!paid) throw nothingPays(url)
    return leaveBy(lane.enterQuietly(), paid.bytes - sent, paid.settle)
  }

  return {
    async admit(wish, signal) {
      if (!isWanted(wish.reason)) return admitQuietly(wish, signal)
      const { host } = new URL(wish.url)
      const [own, lane] = [lanes.named(host), laneOf(wish)]
      const turn =
        own === lane
          ? await lane.enter(wish.url, signal)
          : await enterShared(own, lane, wish.url, signal)
      return leaveBy(turn, wish.bytes)
    },
    obstacle,
    forbids(url) {
      const rules = robots.known(new URL(url).host)
      return rules.result === 'rules' && !allows(rules, url)
    },
    saved: (host, requests, bytes) => memory.addSaved(host, requests, bytes),
    standing(host) {
      const lane = lanes.state(host)
      const state = memory.read(host)
      if (!state && !lane) return undefined
      const known = state ?? untouchedHost
      const { pause, pace, active, waiting } = lane ?? untouchedLane(known, options)
      const { allows: _, ...rules } = robots.known(host)
      return {
        host,
        connections: pause.isProving ? 1 : pace.connections,
        interval: Math.ceil(intervalOf(pace, options.interval, delayOf(rules))),
        active,
        waiting,
        ...(pause.until > now() && { pausedUntil: pause.until }),
        ...(pause.at > 0 && {
          lastPause: { why: pause.why, at: pause.at, millis: pause.until - pause.at },
        }),
        robots: rules,
        saved: { requests: known.savedRequests, bytes: known.savedBytes },
        spent: { requests: known.spentRequests, bytes: known.spentBytes },
      }
    },
  }
}

function allows(rules: Rules, url: string): boolean {
  const { pathname, search } = new URL(url)
  return rules.allows(pathname + search)
}

/** Milliseconds. */
function delayOf(rules: Pick<Rules, 'crawlDelay'> | undefined): number {
  return (rules?.crawlDelay ?? 0) * 1000
}
