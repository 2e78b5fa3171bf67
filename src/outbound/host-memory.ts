/** What is kept of a host's robots.txt. */
export interface KeptRobots {
  /** When it was asked for, milliseconds since the epoch. */
  readonly at: number
  /** HTTP status of the answer after redirects; 0 when there was none. */
  readonly status: number
  /** At most 500 KiB; '' unless the status is 2xx. */
  readonly text: string
}

/** What the governor must know of a host after a restart; times in milliseconds since the epoch. */
export interface HostState {
  /** Requests and bytes that answers from our copy have spared the host, since it was first asked. */
  readonly savedRequests: number
  readonly savedBytes: number
  /** Requests and bytes of background looks that those paid for. Never more than what was spared. */
  readonly spentRequests: number
  readonly spentBytes: number
  /** Nobody may ask before; 0 for now. */
  readonly pausedUntil: number
  /** Why, such as `429`; '' when it was never paused. Kept when the pause is over. */
  readonly pausedFor: string
  /** When the last pause began, and how long it was to be, milliseconds; 0 for never. */
  readonly pausedAt: number
  /** How many requests in a row came to nothing. */
  readonly troubles: number
  readonly robots?: KeptRobots
}

/** A host that was never asked. */
export const untouchedHost: Omit<HostState, 'robots'> = {
  savedRequests: 0,
  savedBytes: 0,
  spentRequests: 0,
  spentBytes: 0,
  pausedUntil: 0,
  pausedFor: '',
  pausedAt: 0,
  troubles: 0,
}

/** Keeps the state of hosts across restarts. A host is named as the ledger does: name, and port if unusual. */
export interface HostMemory {
  /** Undefined for a host that is not known. */
  read(host: string): HostState | undefined
  /** Adds what was spared. Kept within a second. */
  addSaved(host: string, requests: number, bytes: number): void
  /** Adds what is spent; on stable storage when this returns. Throws Failure when it cannot be kept: do not ask then. */
  addSpent(host: string, requests: number, bytes: number): void
  /** Takes back what is not spent after all. Kept within a second: a crash may lose it. */
  giveBack(host: string, requests: number, bytes: number): void
  /** Replaces the rest of the state. Kept within a second. */
  save(host: string, state: Omit<HostState, `saved${string}` | `spent${string}`>): void
}
