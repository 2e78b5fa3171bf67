import type { AllowList } from './address.ts'
import type { RequestRecord } from './request-record.ts'
import type { Rewriter } from './rewrite.ts'
import type { SshAccess } from './ssh-access.ts'

/** How the gate behaves; times in milliseconds. */
export interface GateOptions {
  readonly allow: AllowList
  readonly rewriter: Rewriter
  readonly userAgent: string
  readonly connectTimeout: number
  /** Longest silence of a server, before its first byte or between two. */
  readonly idleTimeout: number
  /** Longest duration of one exchange. */
  readonly requestTimeout: number
  /** Connections to one host at a time. */
  readonly connectionsPerHost: number
  /** The hosts that may be asked over ssh. */
  readonly ssh?: readonly SshAccess[]
  readonly now: () => number
  /** Told of every request, once it is over. */
  readonly onRequest: (record: RequestRecord) => void
}
