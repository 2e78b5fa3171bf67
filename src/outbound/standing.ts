/** Where a host's robots.txt stands with us. */
export interface RobotsStanding {
  /** When it was read; absent when it never was (nothing was asked in the background yet). */
  readonly readAt?: number
  /** `rules`: there is one; `none`: there is none, so all is allowed; `unreachable`: it could not be had, so nothing is. */
  readonly result: 'unread' | 'none' | 'rules' | 'unreachable'
  /** The lines of the group that applies to us, as written, without comments; at most 50. */
  readonly lines: readonly string[]
  /** Seconds between two background requests that it asks for. */
  readonly crawlDelay?: number
  /** True when it lets us ask for nothing at all in the background. */
  readonly optedOut: boolean
}

/** How we deal with a host now; times in milliseconds since the epoch, durations in milliseconds. */
export interface HostStanding {
  readonly host: string
  /** Connections that requests of people may use at the moment; background has one of them at most. */
  readonly connections: number
  /** Least pause between two background requests. */
  readonly interval: number
  /** Requests under way, and those that wait for their turn. */
  readonly active: number
  readonly waiting: number
  /** Nobody asks before then; absent when nothing keeps us. */
  readonly pausedUntil?: number
  /** The last pause: why (such as `429`), since when, and how long it was to be. */
  readonly lastPause?: { readonly why: string; readonly at: number; readonly millis: number }
  readonly robots: RobotsStanding
  /** Requests and bytes spared and spent, since the host was first asked: background never exceeds saved. */
  readonly saved: { readonly requests: number; readonly bytes: number }
  readonly spent: { readonly requests: number; readonly bytes: number }
}
