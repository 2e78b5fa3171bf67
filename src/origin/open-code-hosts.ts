import { dirname, join } from 'node:path'
import { LRUCache } from 'lru-cache'
import type { Gate } from '../outbound/gate.ts'
import type { CodeHost } from './code-host.ts'
import { fossilHost } from './fossil/fossil-host.ts'
import { depotShelf, type ShelfUsage } from './git/depot-shelf.ts'
import { gitHost } from './git/git-host.ts'
import { hgHost } from './hg/hg-host.ts'
import type { HostOptions } from './programs/host-options.ts'
import { svnHost } from './svn/svn-host.ts'

/** What all repositories share; times in milliseconds, sizes in bytes. */
export interface CodeHostsOptions {
  readonly gate: Gate
  readonly now: () => number
  /** Folder for git repositories; those of other systems lie beside it, in folders of their names. */
  readonly gitFolder: string
  readonly lock: (name: string) => Promise<AsyncDisposable>
  /** The same without waiting: undefined where somebody has it. */
  readonly tryLock: (name: string) => Promise<AsyncDisposable | undefined>
  readonly maxRepositoryBytes: number
  /** Most bytes of all git repositories together. */
  readonly maxGitBytes: number
  /** Told of a git repository that was removed to make room. */
  readonly onRepositoryRemoved?: (folder: string, bytes: number) => void
  /** Told when no room could be made. */
  readonly onNoRoom?: (error: unknown) => void
}

/** The repositories: one object for each, so that everyone shares its list of refs. */
export interface CodeHosts {
  /** The repository, opened if need be; undefined for a version control system that is not spoken here. */
  at(vcs: string, url: string): CodeHost | undefined
  /** The repository, if it is open. */
  known(vcs: string, url: string): CodeHost | undefined
  /** What the copies of git repositories take on the disk. */
  gitUsage(): Promise<ShelfUsage>
}

/** Repositories whose refs stay in memory at a time. */
const maxOpenRepositories = 2000

const programHosts = new Map<string, (url: string, options: HostOptions) => CodeHost>([
  ['hg', hgHost],
  ['svn', svnHost],
  ['fossil', fossilHost],
])

/** Whether repositories of a version control system can be read. */
export function isSpoken(vcs: string): boolean {
  return vcs === 'git' || programHosts.has(vcs)
}

/** Opens repositories as they are wanted. Nothing is asked yet. */
export function openCodeHosts(options: CodeHostsOptions): CodeHosts {
  const { gate, now, lock, maxRepositoryBytes: maxBytes } = options
  const shelf = depotShelf({
    folder: options.gitFolder,
    maxBytes: options.maxGitBytes,
    lock,
    tryLock: options.tryLock,
    now,
    ...(options.onRepositoryRemoved && { onRemoved: options.onRepositoryRemoved }),
    ...(options.onNoRoom && { onTrouble: options.onNoRoom }),
  })
  const hosts = new LRUCache<string, CodeHost>({ max: maxOpenRepositories })

  function open(vcs: string, url: string): CodeHost | undefined {
    if (vcs === 'git') return gitHost(url, { gate, now, maxBytes, shelf })
    const folder = join(dirname(options.gitFolder), vcs)
    return programHosts.get(vcs)?.(url, { gate, now, lock, folder, maxBytes })
  }

  return {
    at(vcs, url) {
      const key = `${vcs} ${url}`
      const host = hosts.get(key) ?? open(vcs, url)
      if (host) hosts.set(key, host)
      return host
    },
    known: (vcs, url) => hosts.peek(`${vcs} ${url}`),
    gitUsage: () => shelf.usage(),
  }
}
