/** What the pages tell of this mirror. */
export interface SiteFacts {
  /** The base URL clients use, without a slash at its end. */
  readonly url: string
  /** Of this program. */
  readonly version: string
  /** Every request of ours carries it. */
  readonly userAgent: string
  /** Mail (`mailto:`) or web address of whoever runs this mirror; absent: none is configured. */
  readonly contact?: string
  /** Addresses our requests come from; empty: not configured. */
  readonly addresses: readonly string[]
  /** How many days requests are kept. */
  readonly retentionDays: number
  /** Whether we look at repositories again while nobody waits. */
  readonly background: boolean
  /** Days between two looks at a repository that nobody asks for any more; 0: there are none. */
  readonly floorDays: number
}
