import { dirname, join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { Failure } from '../failure.ts'
import { govcsAllows, type GovcsRule } from '../gomod/govcs.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import type { Gate } from '../outbound/gate.ts'
import type { Reason } from '../outbound/request-record.ts'
import { chainedSource, type ProxyEntry } from './chain.ts'
import { codeSource, type Freshness } from './code/code-source.ts'
import { placeModule } from './code/place.ts'
import type { CodeHost, RefList } from './code-host.ts'
import { locator, type Location, type Locator } from './discovery/locate.ts'
import { fossilHost } from './fossil/fossil-host.ts'
import { depotShelf, type ShelfUsage } from './git/depot-shelf.ts'
import { gitHost } from './git/git-host.ts'
import { hgHost } from './hg/hg-host.ts'
import type { ModuleSource } from './module-source.ts'
import type { HostOptions } from './programs/host-options.ts'
import { proxySource } from './proxy/proxy-source.ts'
import { svnHost } from './svn/svn-host.ts'

/** What all modules' origins share; times in milliseconds, sizes in bytes. */
export interface OriginOptions {
  readonly gate: Gate
  readonly now: () => number
  /** Where modules are asked for, in this order. */
  readonly upstream: readonly ProxyEntry[]
  /** GOPRIVATE globs: these modules are asked of their own hosts only. */
  readonly private: readonly string[]
  /** Which version control systems may be used for which paths; `private` in it means the above. */
  readonly govcs: readonly GovcsRule[]
  /** GOINSECURE globs: modules that plain http and other unprotected schemes may be tried for. */
  readonly insecure: readonly string[]
  /** Folder for git repositories; those of other systems lie beside it, in folders of their names. */
  readonly gitFolder: string
  readonly lock: (name: string) => Promise<AsyncDisposable>
  /** The same without waiting: undefined where somebody has it. */
  readonly tryLock: (name: string) => Promise<AsyncDisposable | undefined>
  readonly freshness: Freshness
  /** How old what the strict source says may be. */
  readonly strictFor: number
  readonly maxRepositoryBytes: number
  /** Most bytes of all git repositories together. */
  readonly maxGitBytes: number
  /** Told of a git repository that was removed to make room. */
  readonly onRepositoryRemoved?: (folder: string, bytes: number) => void
  /** Told when no room could be made. */
  readonly onNoRoom?: (error: unknown) => void
  readonly maxPageBytes: number
  /** Told where a module was found. */
  readonly onLocation?: (path: string, location: Location) => void
}

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
  /** The module proxy that is asked for a module first; undefined where its own repository is. */
  proxyFor(path: string): string | undefined
  /** Where the module's repository is. Tells `onLocation`, too. */
  locate(path: string): Promise<Location>
  /**
   * Asks anew: modules and places as upstream tells them from this call on, past everything that is remembered from
   * before. What is asked through one result is asked once for all modules that rest on it.
   */
  afresh(): Pick<Origins, 'direct' | 'locate'>
  /**
   * Reads the refs of a repository although nobody waits for them; undefined where that is no small question.
   *
   * @throws Failure as `CodeHost.look`
   */
  look(vcs: string, url: string, reason: Reason): Promise<RefList | undefined>
  /** What was last read of a repository's refs, if that is at most `maxAge` milliseconds ago; asks nobody. */
  seen(vcs: string, url: string, maxAge: number): RefList | undefined
  /** Believes nothing any more that was said of a repository before. */
  forget(vcs: string, url: string): void
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

/** Opens the origins. Nothing is asked yet. */
export function openOrigins(options: OriginOptions): Origins {
  const { gate, now, freshness } = options
  const privateGlobs = options.private.join(',')
  const insecureGlobs = options.insecure.join(',')
  const direct: ProxyEntry[] = [{ source: 'direct', fallBackOn: 'not-found' }]
  const shelf = depotShelf({
    folder: options.gitFolder,
    maxBytes: options.maxGitBytes,
    lock: options.lock,
    tryLock: options.tryLock,
    now,
    ...(options.onRepositoryRemoved && { onRemoved: options.onRepositoryRemoved }),
    ...(options.onNoRoom && { onTrouble: options.onNoRoom }),
  })
  const hosts = new LRUCache<string, CodeHost>({ max: maxOpenRepositories })
  const { locate } = locatorFor(freshness.list, freshness.notFound, freshness)
  const strictAges: Freshness = { list: options.strictFor, notFound: 0 }
  const strictLocator = locatorFor(options.strictFor, 0, strictAges)

  function locatorFor(freshFor: number, notFoundFor: number, maxAges: Freshness): Locator {
    return locator({
      gate,
      now,
      freshFor,
      notFoundFor,
      maxPageBytes: options.maxPageBytes,
      mayBeInsecure: (path) => matchPrefixPatterns(insecureGlobs, path),
      checkVcs,
      async probe(vcs, url) {
        await hostOf(vcs, url)?.view(maxAges.list, maxAges.notFound)
      },
    })
  }

  /** Source: cmd/go/internal/vcs.checkGOVCS; what is read with no program of such a system is never refused. */
  function checkVcs(vcs: string, root: string): void {
    if (vcs !== 'git' && !programHosts.has(vcs)) return
    const isPrivate = matchPrefixPatterns(privateGlobs, root)
    if (govcsAllows(options.govcs, root, isPrivate, vcs)) return
    const kind = isPrivate ? 'private' : 'public'
    throw new Failure(
      'refused',
      `Cannot read ${root}: this server's rules do not allow ${vcs} for it, a ${kind} path`,
      { at: 'repository', hint: 'The operator can change the setting `govcs`' },
    )
  }

  /** One object per repository, so that everyone shares its list of refs; undefined for systems not spoken here. */
  function hostOf(vcs: string, url: string): CodeHost | undefined {
    const key = `${vcs} ${url}`
    const host = hosts.get(key) ?? openHost(vcs, url)
    if (host) hosts.set(key, host)
    return host
  }

  function openHost(vcs: string, url: string): CodeHost | undefined {
    const { lock, maxRepositoryBytes: maxBytes } = options
    if (vcs === 'git') return gitHost(url, { gate, now, maxBytes, shelf })
    const folder = join(dirname(options.gitFolder), vcs)
    return programHosts.get(vcs)?.(url, { gate, now, lock, folder, maxBytes })
  }

  async function locateAndTell(path: string, find: Locator['locate']): Promise<Location> {
    const location = await find(path)
    options.onLocation?.(path, location)
    return location
  }

  async function locateAndOpen(
    path: string,
    find: Locator['locate'],
    maxAges: Freshness,
  ): Promise<ModuleSource> {
    const { vcs, url, root, subdir } = await locateAndTell(path, find)
    if (vcs === 'mod') return proxySource(gate, url.replace(/\/+$/, ''), path)
    const host = hostOf(vcs, url)
    if (!host) {
      throw new Failure(
        'unsupported',
        `Cannot read ${path}: its repository ${url} is kept in ${vcs}, and only git, hg, svn and fossil are spoken here`,
        { url, at: 'repository' },
      )
    }
    return codeSource(host, placeModule(path, root, subdir), maxAges)
  }

  function open(
    where: string,
    path: string,
    find: Locator['locate'] = locate,
    maxAges = freshness,
  ): ModuleSource {
    if (where === 'off') {
      throw new Failure(
        'not-held',
        `${path} is not held here, and asking upstream is switched off`,
        {
          hint: 'The setting `upstream` is "off"',
        },
      )
    }
    return where === 'direct'
      ? lazySource(() => locateAndOpen(path, find, maxAges))
      : proxySource(gate, where, path)
  }

  function afresh(): Pick<Origins, 'direct' | 'locate'> {
    const asked = now()
    // What came in the same millisecond may have come before.
    const age = () => now() - asked - 1
    const maxAges: Freshness = {
      get list() {
        return age()
      },
      get notFound() {
        return age()
      },
    }
    const anew = locatorFor(Infinity, Infinity, maxAges)
    return {
      direct: (path) => lazySource(() => locateAndOpen(path, anew.locate, maxAges)),
      locate: anew.locate,
    }
  }

  /** Private modules are asked of nobody but their own repository. */
  const upstreamOf = (path: string) =>
    matchPrefixPatterns(privateGlobs, path) ? direct : options.upstream

  return {
    source: (path) => chainedSource(upstreamOf(path), (source) => open(source, path)),
    strict: (path) =>
      chainedSource(upstreamOf(path), (source) =>
        open(source, path, strictLocator.locate, strictAges),
      ),
    proxyFor(path) {
      const [first] = upstreamOf(path)
      return first && /^https?:/.test(first.source) ? first.source : undefined
    },
    direct: (path) => open('direct', path),
    locate: (path) => locateAndTell(path, locate),
    afresh,
    look: async (vcs, url, reason) => hostOf(vcs, url)?.look?.(reason),
    seen: (vcs, url, maxAge) => hosts.peek(`${vcs} ${url}`)?.seen?.(maxAge),
    forget: (vcs, url) => hosts.peek(`${vcs} ${url}`)?.forget(),
    gitUsage: () => shelf.usage(),
  }
}

function lazySource(open: () => Promise<ModuleSource>): ModuleSource {
  return {
    versions: async () => (await open()).versions(),
    listOrigin: async (prefix) => (await open()).listOrigin?.(prefix),
    latest: async () => (await open()).latest(),
    query: async (revision) => (await open()).query(revision),
    find: async (version) => (await open()).find(version),
  }
}
