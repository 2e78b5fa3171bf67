import type { CommitSpec } from '../forge/commit-spec.ts'
import type { Forge } from '../forge/forge.ts'
import type { Repository, RepositoryOptions } from '../forge/repository.ts'

/**
 * What go makes of a query: the version it resolves to, or a part of go's reason why there is none. In a version, `{0}`
 * stands for the first 12 digits of the hash of the repository's first commit, `{1:40}` for all of the second's.
 */
export type Expected = string | RegExp

/** A repository, and what is asked of it. */
export interface Case {
  /** Which rule it is about; begins a sentence on how the repository is. */
  readonly about: string
  /** Host and path of the repository; `github.com/acme/` goes before a name without a slash. */
  readonly at: string
  readonly commits: readonly CommitSpec[]
  readonly options?: RepositoryOptions
  /** What else is to be done before anything is asked. */
  readonly arrange?: (made: Repository, forge: Forge) => Promise<void> | void
  /**
   * By `query`, by `/below@query` for a module path that continues the repository's, or by `module@query`. Hashes are
   * written as in {@link Expected}.
   */
  readonly ask: Readonly<Record<string, Expected>>
  /** What a question is about, where that differs from {@link Case.about}. */
  readonly askAbout?: Readonly<Record<string, string>>
  /** Questions that both sides refuse for a different first reason, so that their `Origin` tells of another one: why. */
  readonly otherOrigin?: Readonly<Record<string, string>>
}

/** The repository's host and path. */
export function placeOf({ at }: Pick<Case, 'at'>): string {
  return at.includes('/') ? at : `github.com/acme/${at}`
}

/** Puts hashes in place of what stands for them. */
export function filled(text: string, commits: readonly string[]): string {
  return text.replaceAll(/\{(\d+)(?::(\d+))?\}/g, (_, index: string, length = '12') =>
    (commits[Number(index)] ?? '').slice(0, Number(length)),
  )
}

/** `module@query` as a program takes it. */
export function argumentOf(from: Case, question: string, commits: readonly string[]): string {
  const [, module = '', query = ''] = /^(?:(.*)@)?([^@]*)$/s.exec(question) ?? []
  const below = module === '' || module.startsWith('/')
  return filled(`${below ? placeOf(from) + module : module}@${query}`, commits)
}
