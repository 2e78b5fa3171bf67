import type { Ways } from '../../gomod/graph/ways-to.ts'
import type { Verdict } from '../../verify/judge/verdict.ts'
import type { Notice } from '../../verify/judge/notices.ts'
import type { VerdictClass, VerdictCode } from '../../verify/judge/verdicts.ts'
import type { CheckLevel } from '../check-level.ts'
import type { Build } from '../build/build.ts'
import type { Difference, FirstSeen } from '../outcome.ts'
import type { RequiredAt } from '../subject.ts'
import type { Advice } from '../way-out/way-out.ts'
import type { ExitRules } from './exit.ts'

/** One module of a report; `null` where something is not known. */
export interface ReportModule {
  readonly path: string
  readonly version: string
  readonly scope: 'build' | 'graph'
  readonly requiredBy: readonly string[]
  readonly requiredAt: RequiredAt | null
  readonly replaces: { readonly path: string; readonly version: string } | null
  readonly paths: Ways | null
  readonly origin: {
    readonly vcs: string | null
    readonly url: string | null
    readonly ref: string | null
    readonly hash: string | null
    /** When the commit was made, RFC 3339. */
    readonly time: string | null
  } | null
  readonly sum: {
    readonly goSum: string | null
    readonly upstream: string | null
    readonly sumdb: string | null
    readonly goMod: {
      readonly goSum: string | null
      readonly upstream: string | null
      readonly sumdb: string | null
    }
  }
  readonly verdict: Verdict
  /** The content that was seen first under this version, where that is known. */
  readonly first: FirstSeen | null
  /** How the content differs from what it was, where that could be found out. */
  readonly difference: Difference | null
  readonly notices: readonly Notice[]
  /** Each advice as one line. */
  readonly wayOut: readonly string[]
  readonly advice: readonly Advice[]
  /** The host that was asked last. */
  readonly host: string
  /** Compared with the baseline; null without one, and for what is fine. */
  readonly news: 'new' | 'known' | null
  /** The entry of `.headwater.toml` by which it is no finding. */
  readonly accepted: Accepted | null
}

/** Why somebody lives with a finding. */
export interface Accepted {
  readonly reason: string
  /** Day after which it is a finding again, `2027-01-31`; null for never. */
  readonly until: string | null
}

/** Where the files of a project are kept. */
export interface Source {
  /** Address of its git repository, without credentials; null where it has none. */
  readonly url: string | null
  /** By the name that the report shows for a file: its path from the repository's root, with `/`. */
  readonly files: Readonly<Record<string, string>>
}

/** A finding, as a baseline has it. */
export interface KnownFinding {
  readonly module: string
  readonly version: string
  readonly code: VerdictCode
  /** Of changed content the hash that upstream gave then, of the zip, else of go.mod; where there was one. */
  readonly upstream?: string | undefined
}

/** How the findings compare with those of an earlier check. */
export interface Comparison {
  readonly new: number
  readonly known: number
  /** Those of the baseline that are no findings any more. */
  readonly fixed: readonly KnownFinding[]
}

/** That only what was added since a commit is checked. */
export interface ChangedSince {
  /** As it was asked for. */
  readonly ref: string
  /** The commit that was compared with: where the history of `ref` and that of the project part. */
  readonly commit: string
  /** Modules that are left out, because they were needed then as they are now. */
  readonly unchanged: number
}

/** What was asked of one host. */
export interface HostRequests {
  readonly requests: number
  /** Sent and received. */
  readonly bytes: number
}

/** How many modules have a verdict of each class. */
export type Summary = Readonly<Record<VerdictClass, number>>

/**
 * The result of a check: the one object that every format is made from, and what `--json` prints. Modules come loudest
 * first. Fields are added here, and never renamed.
 */
export interface Report {
  readonly headwater: string
  readonly schema: 1
  /** When it began, RFC 3339. */
  readonly at: string
  /** How long it took. */
  readonly millis: number
  readonly level: CheckLevel
  /** The file that was read, or the modules that were named. */
  readonly target: string
  /** What to call that: a module path, or what was asked for. */
  readonly name: string
  readonly kind: 'project' | 'modules'
  /** The commit that is checked out where the project is, in hex; null where it has none. */
  readonly commit: string | null
  /** Null where the project is in no git repository. */
  readonly source: Source | null
  /** Null when everything is checked. */
  readonly changedSince: ChangedSince | null
  /** Null without a baseline. */
  readonly baseline: Comparison | null
  readonly repositories: number
  readonly modules: readonly ReportModule[]
  /** Accepted ones are counted in their class. */
  readonly summary: Summary
  /** How many of each class are accepted. */
  readonly accepted: Summary
  /** Whether every module got an answer, accepted ones aside. */
  readonly complete: boolean
  /** Remarks on the files that were read, and on entries of `.headwater.toml` that are expired or unused. */
  readonly notes: readonly string[]
  readonly requests: {
    readonly hosts: Readonly<Record<string, HostRequests>>
    /** Whether requests were still under way, which are not counted. */
    readonly underWay: boolean
  }
  /** What go made of it; null at other levels, and where that did not come to its end. */
  readonly build: Build | null
  /** The command line, as it may be shown to others: without secrets. */
  readonly command: string
  /** What makes the exit code. */
  readonly rules: ExitRules
  readonly exit: 0 | 1 | 3
}
