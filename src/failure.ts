import { InvalidError } from './gomod/invalid-error.ts'

/**
 * What went wrong, for a caller that must choose what to do next. The HTTP status and the exit code of each
 * are decided elsewhere (`server/status.ts`, `cli/`), the verdict in `verify/judge/`.
 *
 * The line that matters most runs between "upstream answered: it is not there" (`not-found`) and "we could
 * not ask" (everything else): the go command falls through to the next GOPROXY entry on the first only.
 */
export type FailureCode =
  | 'invalid' // can never succeed as asked: malformed path, version, URL or option
  | 'not-found' // upstream answered just now: no such repository, module, version or revision
  | 'gone' // it was there, and upstream answered just now that it is not, or not as it was
  | 'unusable' // it exists upstream but breaks a rule of Go's (zip rules, go.mod location, sizes)
  | 'refused' // our own policy says no: address not allowed, scheme not allowed, too large to take
  | 'unsupported' // a version control system or protocol that we do not speak (yet)
  | 'auth-required' // upstream wants credentials (401, 403 without rate-limit signs)
  | 'opted-out' // upstream does not want to be asked unless somebody waits for the answer (robots.txt)
  | 'throttled' // upstream asks us to slow down (429, 403 or 503 with Retry-After)
  | 'unreachable' // DNS, TCP, time-out, 5xx, broken or endless answer: says nothing about the module
  | 'tls-invalid' // the certificate is expired or for another name
  | 'not-held' // we were told not to ask upstream, and do not hold it
  | 'mismatch' // bytes differ from a hash we trust: never serve them
  | 'no-space' // the disk is full
  | 'stopped' // we are shutting down, or the caller gave up

/** Facts that go with a failure. */
export interface FailureDetails {
  /** The error that caused this one. */
  readonly cause?: unknown
  /** What the reader can do about it: one sentence, no secrets. */
  readonly hint?: string
  /** Seconds after which asking again makes sense. */
  readonly retryAfter?: number
  /** HTTP status upstream answered with, when there was one; of a host that is left alone, why it is. */
  readonly status?: number
  /** What upstream said beside the status: one line, in quotes. Text from outside. */
  readonly words?: string
  /** The original (not rewritten) URL that was asked, without credentials. */
  readonly url?: string
  /** Which step found it: lets `check` tell a dead import page from a dead repository. */
  readonly at?: 'import-page' | 'repository' | 'ref' | 'commit' | 'pseudo' | 'content' | 'proxy'
  /** How far the question got, where the code does not tell: `name`, no address is known for the name of the host. */
  readonly stage?: 'name'
  /** Whether the repository has nothing at all, which a server in trouble may say, too. */
  readonly isEmpty?: boolean
  /** What of the repository it rests on, in the fields of `.info`'s `Origin`: as long as that is so, it still holds. */
  readonly origin?: Readonly<Record<string, string>>
}

/**
 * The one error class that a user, operator or `go` client is meant to read; anything else that is thrown is a bug.
 * Text: says what could not be done, to what, and why; no final period; values quoted when they come from outside.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly details: FailureDetails

  constructor(code: FailureCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }

  /** True when `error` is a Failure, and one of `codes` where any are given. */
  static is(error: unknown, ...codes: FailureCode[]): error is Failure {
    return error instanceof Failure && (codes.length === 0 || codes.includes(error.code))
  }
}

/**
 * What `work` gives, where nobody who reads is to know of its rules.
 *
 * @param text says what could not be done, from what is invalid; that alone unless given
 * @throws Failure `invalid` for the InvalidError that it throws; all else as it is
 */
export function valid<T>(work: () => T, text: (why: string) => string = (why) => why): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw new Failure('invalid', text(error.message), { cause: error })
  }
}
