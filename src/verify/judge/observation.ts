import type { Failure } from '../../failure.ts'
import type { NameAnswer } from '../../outbound/names.ts'
import type { Origin } from '../../origin/version-info.ts'

/** Where a module is kept. */
export interface Repository {
  /** As `Location.vcs` has it: `mod` is a module proxy that an import page names. */
  readonly vcs: string
  /** Original URL. */
  readonly url: string
}

/** What a repository that was asked told of a module version. Times are milliseconds since the epoch. */
interface Answered {
  readonly at: number
  /** The version that was read; another than was asked for where that was `latest`. */
  readonly version: string
  readonly origin?: Origin
  /** The address that answered, where a redirect led there. */
  readonly answeredAt?: string
  /** True when nothing protects the way to the repository. */
  readonly insecure?: boolean
}

/** Its content was read and hashed now. */
export interface FoundLook extends Answered {
  readonly kind: 'found'
  /** Hash of its go.mod, as go.sum has it. */
  readonly goModSum: string
  /** Hash of its zip; absent where only its go.mod is needed. */
  readonly zipSum?: string
  /** When its commit was made, RFC 3339. */
  readonly time?: string
  /** The path that its go.mod declares; absent where it has no module line. */
  readonly declaredPath?: string
}

/**
 * Only its refs were read: they give the version this commit (`origin.Hash`), and nothing that can be told without the
 * content speaks against the version. Of a pseudo-version that includes all rules of `validatePseudoVersion`.
 */
export interface NamedLook extends Answered {
  readonly kind: 'named'
  readonly hash: string
}

/** It could not be read. */
export interface FailedLook {
  readonly kind: 'failed'
  readonly at: number
  readonly failure: Failure
}

/** A look that was answered. */
export type AnsweredLook = FoundLook | NamedLook

/** One try to read a module version upstream. */
export type Look = AnsweredLook | FailedLook

/** What a commit is known to hold as this version of this module: that never changes. */
export interface KnownContent {
  /** The commit. */
  readonly hash: string
  /** Undefined where it is not known, as from a `.info`. */
  readonly goModSum?: string
  readonly zipSum?: string
  /** When that was found out, milliseconds since the epoch. */
  readonly at: number
  /**
   * `hashed` here; told by a Headwater `server`; or the Go `module-cache` holds content that go.sum approves of, and
   * says in a `.info`, which nobody signed, that it came from this commit.
   */
  readonly from: 'hashed' | 'server' | 'module-cache'
  /** The repository it was in; undefined where that is not known. */
  readonly url?: string
  /** The module was in another place: below another root, or in another folder of the repository. */
  readonly isElsewhere?: boolean
}

/** A page that was asked for as a browser would, to hear a second channel. */
export interface PageLook {
  readonly at: number
  readonly url: string
  /** 0 when there was no answer. */
  readonly status: number
  /** What came, or why nothing did. */
  readonly saw: string
  /** For the page of an import path: whether it names a repository for it. */
  readonly names?: boolean
  /** True when the host gives the same page for a path that nobody can have made: a parked domain, or a catch-all. */
  readonly isCatchAll?: boolean
}

/** Whether the host answers questions with what it has, shown by something other than what is judged. */
export interface Control {
  readonly at: number
  readonly url: string
  /** What was asked for: a repository proves more than a page. */
  readonly of: 'repository' | 'module' | 'page' | 'domain'
  /** HTTP status, where there was one: the same refusal as the module got means that it is about us. */
  readonly status?: number
  readonly saw: string
  readonly answers: boolean
}

/** What the forge's own interface says of a repository; asked only with a token for that host. */
export interface ForgeFacts {
  readonly at: number
  readonly url: string
  readonly status: number
  readonly archived?: boolean
  readonly isPrivate?: boolean
  /** Where it is now, when the forge tells another address. */
  readonly movedTo?: string
}

/** The record of a checksum database, proved to be in its log. */
export interface LoggedSums {
  readonly at: number
  /** Name of the database, such as `sum.golang.org`. */
  readonly name: string
  readonly goModSum: string
  readonly zipSum: string
  /** Entries of the log whose head was signed. */
  readonly size: number
}

/** What the newest go.mod of a module says of this version. */
export interface Withdrawal {
  /** The version whose go.mod says it. */
  readonly in: string
  /** The rationale of a `retract` line that covers the version; '' when there is none. */
  readonly retracted?: string
  /** The text behind `// Deprecated:`. */
  readonly deprecated?: string
}

/** What could not be observed, and why; says nothing about the module. */
export interface Remark {
  /** What it is about, such as `sumdb-unverified`. */
  readonly code: string
  readonly text: string
}

/** What earlier runs saw, where they saw the same trouble. */
export interface History {
  /** When it was seen first, milliseconds since the epoch. */
  readonly since: number
  /** Looks so far that count beside those of this run. */
  readonly looks: number
  /** All looks so far that count. */
  readonly counted?: number
  /** When it was seen last, milliseconds since the epoch. */
  readonly last?: number
}

/** All that was seen of one module version in one run. Everything but the look is there only where it was asked for. */
export interface Observations {
  readonly look: Look
  /** The look of the second round, where there was need of one. */
  readonly again?: Look
  /** Where the module is kept, as far as that is known. */
  readonly repository?: Repository
  /** Where it was kept when it was last verified, if that is elsewhere. */
  readonly before?: Repository
  /** What commits are known to hold as this version. */
  readonly known?: readonly KnownContent[]
  readonly page?: PageLook
  readonly control?: Control
  readonly names?: readonly NameAnswer[]
  /** The page of the owner in the repository's old address, after a redirect to another owner. */
  readonly owner?: PageLook
  readonly forge?: ForgeFacts
  readonly sumdb?: LoggedSums
  /** Whether the server hands out the commit of a pseudo-version, asked for by its full name. */
  readonly commit?: { readonly at: number; readonly hash: string; readonly served: boolean }
  readonly withdrawal?: Withdrawal
  /** When the repository was last read without credentials, milliseconds since the epoch: it was public then. */
  readonly publicAt?: number
  /** What else is to be told of the looks. */
  readonly remarks?: readonly Remark[]
  /** Earlier looks that saw the same code, by code; what was suspected only is under the code that was suspected. */
  readonly history?: Readonly<Record<string, History>>
}
