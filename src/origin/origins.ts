import type { Reason } from '../outbound/request-record.ts'
import type { RefList } from './code-host.ts'
import type { Location } from './discovery/locate.ts'
import type { ShelfUsage } from './git/depot-shelf.ts'
import type { ModuleSource } from './module-source.ts'
import type { RepositoryFiles } from './repository-files.ts'

/** Finds where modules can be read. */
export interface Origins {
  /** The module as the configured upstreams give it. */
  source(path: string): ModuleSource
  /**
   * The module as the configured upstreams give it, from answers no older than `strictFor`; "not there" is always an
   * answer of now.
   */
  strict(path: string): ModuleSource
  /** The module as its own repository gives it, whatever the upstream list says. */
  direct(path: string): ModuleSource
  /**
   * The module as another repository than its own gives it, under its own path.
   *
   * @param place where it would be there; `root` and `subdir` as in its own
   * @throws Failure from its methods, also `refused` for what the rules forbid
   */
  elsewhere(path: string, place: Pick<Location, 'vcs' | 'url' | 'root' | 'subdir'>): ModuleSource
  /** The module proxy that is asked for a module first; undefined where its own repository is. */
  proxyFor(path: string): string | undefined
  /** Where the module's repository is. Tells `onLocation`, too. */
  locate(path: string): Promise<Location>
  /**
   * The files of a git repository, at a tag, branch or commit, or else at the head of its default branch.
   *
   * @throws Failure `invalid` for a URL that no repository may have, `refused` for what the rules forbid, `not-found`,
   *   and the codes of "could not ask"
   */
  openRepository(url: string, revision?: string): Promise<RepositoryFiles>
  /**
   * Asks anew: modules and places as upstream tells them from this call on, past everything that is remembered from
   * before. What is asked through one result is asked once for all modules that rest on it.
   */
  afresh(): Pick<Origins, 'direct' | 'locate'>
  /** Modules and places as upstream told them at most so long ago, in milliseconds, "not there" included. */
  within(maxAge: () => number): Pick<Origins, 'direct' | 'locate'>
  /**
   * Reads the refs of a repository although nobody waits for them; undefined where that is no small question.
   *
   * @throws Failure as `CodeHost.look`
   */
  look(vcs: string, url: string, reason: Reason): Promise<RefList | undefined>
  /** What was last read of a repository's refs, if that is at most `maxAge` milliseconds ago; asks nobody. */
  seen(vcs: string, url: string, maxAge: number): RefList | undefined
  /**
   * Whether a repository hands out a commit that is asked for by its full name, though no ref may lead to it; undefined
   * where that cannot be asked.
   *
   * @throws Failure why it could not be asked
   */
  hasCommit(vcs: string, url: string, hash: string): Promise<boolean | undefined>
  /** Believes nothing any more that was said of a repository before. */
  forget(vcs: string, url: string): void
  /** What the copies of git repositories take on the disk. */
  gitUsage(): Promise<ShelfUsage>
}
