import { Failure } from '../../failure.ts'
import { retryAfterSeconds } from '../retry-after.ts'

/** What an answer, or the lack of one, says about how its host is doing. */
export interface Heard {
  /**
   * `good`: it answers; `throttled`: it wants fewer requests; `trouble`: it does not answer, or not in order; `ours`: we
   * ended it ourselves, which says nothing.
   */
  readonly kind: 'good' | 'throttled' | 'trouble' | 'ours'
  /** What the host said or did, such as `429` or `unreachable`. */
  readonly why: string
  /** Seconds that it wants to be left alone, where it says so. */
  readonly retryAfter?: number
  /** Milliseconds that we waited without any answer, where none came. */
  readonly waited?: number
}

/** What is said by an answer. Source: RFC 6585 §4, RFC 9110 §10.2.3 and §15.6.4; GitHub's and GitLab's rate limit fields */
export function heardAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: number,
): Heard {
  const why = String(status)
  const limited = isUsedUp(headers)
  const asked =
    retryAfterSeconds(headers, now) ?? (limited ? secondsToReset(headers, now) : undefined)
  const retryAfter = asked === undefined ? {} : { retryAfter: asked }
  const isLimit = status === 429 || (status === 403 && (asked !== undefined || limited))
  if (isLimit || (status === 503 && asked !== undefined)) {
    return { kind: 'throttled', why, ...retryAfter }
  }
  // 501 is of a server of plain files, and 505 of an old one: each is in order.
  const isTrouble = status >= 500 && status !== 501 && status !== 505
  return { kind: isTrouble ? 'trouble' : 'good', why }
}

/** What is said by there being no whole answer. */
export function heardFailure(error: unknown): Heard {
  if (!Failure.is(error)) return { kind: 'ours', why: '' }
  const { code } = error
  const isTheirs = code === 'unreachable' || code === 'tls-invalid'
  return { kind: isTheirs ? 'trouble' : 'ours', why: code }
}

function isUsedUp(headers: Readonly<Record<string, string>>): boolean {
  return headers['x-ratelimit-remaining'] === '0' || headers['ratelimit-remaining'] === '0'
}

/**
 * A moment since the epoch, as GitHub and GitLab have it, some in milliseconds; or a duration, as the draft standard has
 * it.
 */
function secondsToReset(
  headers: Readonly<Record<string, string>>,
  now: number,
): number | undefined {
  const value = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? NaN)
  if (!(value >= 0)) return undefined
  if (value <= 1_000_000_000) return value
  const moment = value > 100_000_000_000 ? value / 1000 : value
  return Math.max(0, Math.ceil(moment - now / 1000))
}
