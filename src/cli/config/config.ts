import type { GovcsRule } from '../../gomod/govcs.ts'
import type { ProxyEntry } from '../../origin/chain.ts'
import type { SshAccess } from '../../outbound/ssh-access.ts'
import type { CredentialTable } from './credentials.ts'
import type { SourcehutServer } from '../../server/hooks/sourcehut.ts'
import type { OwnLogSettings } from './own-log.ts'
import type { HookSecret } from './hooks.ts'
import type { RelayedSumdb, SumdbSetting } from './sumdb.ts'

/** How much is logged: `silent` nothing, `trace` most. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug' | 'trace'

/** The settings in force, deep frozen. Durations are in milliseconds, sizes in bytes; docs/configuration.md explains them. */
export interface Config {
  /** Where `serve` listens; `host` has no brackets, '' is every interface; `port` 0 picks a free one. */
  readonly listen: { readonly host: string; readonly port: number }
  /** Absolute path of the data folder. */
  readonly data: string
  /** True when nobody named the data folder. */
  readonly dataIsDefault: boolean
  /** Without a trailing slash. */
  readonly publicUrl: string | undefined
  readonly upstream: readonly ProxyEntry[]
  /** GOPRIVATE globs. */
  readonly private: readonly string[]
  /** Undefined to let the environment say it. */
  readonly sumdb: SumdbSetting | 'off' | undefined
  /** Those that `serve` passes on. */
  readonly checksumDatabases: readonly RelayedSumdb[]
  /** The first that fits counts; the last one fits every path. */
  readonly govcs: readonly GovcsRule[]
  /** GOINSECURE globs. */
  readonly insecure: readonly string[]
  /** URL prefixes; of each pair both or neither end with a slash. */
  readonly rewrite: readonly { readonly from: string; readonly to: string }[]
  /** Hosts that may be asked over ssh. */
  readonly ssh: readonly SshAccess[]
  /** Who is told what; the secrets that stand in files and variables are not read yet. */
  readonly credentials: readonly CredentialTable[]
  readonly outbound: {
    /** Networks (CIDR), addresses and host names. */
    readonly allow: readonly string[]
    /** URL of a proxy, perhaps with credentials, or `off`; undefined to let the environment say it. */
    readonly proxy: string | undefined
    /** In the syntax of NO_PROXY; undefined to let the environment say it. */
    readonly noProxy: readonly string[] | undefined
    /** Absolute paths. */
    readonly ca: string | undefined
    readonly netrc: string | undefined
    readonly contact: string | undefined
    readonly connectTimeout: number
    readonly idleTimeout: number
    readonly requestTimeout: number
    readonly maxRepository: number
    readonly maxPage: number
    readonly connectionsPerHost: number
  }
  readonly freshness: {
    readonly list: number
    readonly notFound: number
    readonly strict: number
    readonly check: number
  }
  readonly check: {
    /** URL of the Headwater server to ask, without a slash at its end. */
    readonly server: string | undefined
    /** GOPRIVATE globs: private modules that it may be told of. */
    readonly serverPrivate: readonly string[]
  }
  readonly politeness: {
    /** Whether repositories are looked at in the background. */
    readonly looks: boolean
    readonly interval: number
    /** Infinity: never. */
    readonly floor: number
    /** Module paths. */
    readonly watch: readonly string[]
  }
  readonly ledger: { readonly requests: number; readonly days: number }
  readonly hooks: {
    readonly github: readonly HookSecret[]
    readonly gitlab: readonly HookSecret[]
    readonly gitea: readonly HookSecret[]
    readonly generic: readonly HookSecret[]
    readonly sourcehut: readonly SourcehutServer[]
    readonly interval: number
  }
  /** Whether the index shows modules that are private. */
  readonly index: { readonly private: boolean }
  readonly disk: { readonly repositories: number }
  readonly memory: { readonly cache: number }
  readonly fetch: { readonly parallel: number }
  readonly toolchains: { readonly keep: boolean }
  readonly checksumLog: OwnLogSettings
  readonly log: { readonly level: LogLevel; readonly requests: boolean }
}
