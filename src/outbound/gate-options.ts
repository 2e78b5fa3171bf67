import type { AllowList } from './address.ts'
import type { HostCredential } from './credentials.ts'
import type { LookUp } from './dial.ts'
import type { NameServers } from './names.ts'
import type { ProxyFor } from './proxy-choice.ts'
import type { HostMemory } from './host-memory.ts'
import type { RequestRecord } from './request-record.ts'
import type { Rewriter } from './rewrite.ts'
import type { SshAccess } from './ssh-access.ts'

/** How the gate behaves; times in milliseconds. */
export interface GateOptions {
  readonly allow: AllowList
  /** Looks names up; as the system does unless given. */
  readonly lookUp?: LookUp
  /** Whom `Gate.inquire` asks; the resolvers of the system unless given. */
  readonly names?: NameServers
  readonly rewriter: Rewriter
  readonly userAgent: string
  readonly connectTimeout: number
  /** Longest silence of a server, before its first byte or between two. */
  readonly idleTimeout: number
  /** Longest duration of one exchange. */
  readonly requestTimeout: number
  /** Most requests to one host at a time. */
  readonly connectionsPerHost: number
  /** Least pause between two requests to a host that nobody waits for. */
  readonly backgroundInterval: number
  readonly memory: HostMemory
  /** Which proxy to ask HTTP through; none unless given. */
  readonly proxyFor?: ProxyFor
  /** Certificates (PEM) of those who vouch for servers, in place of the ones that Node.js knows. */
  readonly authorities?: readonly string[]
  /** Who is told what so that it answers; none unless given. */
  readonly credentials?: readonly HostCredential[]
  /** The hosts that may be asked over ssh. */
  readonly ssh?: readonly SshAccess[]
  readonly now: () => number
  /** From 0 up to 1; real chance unless given. */
  readonly random?: () => number
  /** Resolves after a time, rejects when the signal aborts; a real clock unless given. */
  readonly wait?: (millis: number, signal: AbortSignal) => Promise<void>
  /** Told of every request, once it is over. */
  readonly onRequest: (record: RequestRecord) => void
}
