import { Failure } from '../failure.ts'
import { govcsAllows, type GovcsRule } from '../gomod/govcs.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import type { Reason } from '../outbound/request-record.ts'
import { chainedSource, type ProxyEntry } from './chain.ts'
import { codeSource, type Freshness } from './code/code-source.ts'
import { placeModule } from './code/place.ts'
import type { RefList } from './code-host.ts'
import { locator, type Location, type Locator } from './discovery/locate.ts'
import type { ShelfUsage } from './git/depot-shelf.ts'
import { lazySource } from './lazy-source.ts'
import type { ModuleSource } from './module-source.ts'
import { isSpoken, openCodeHosts, type CodeHostsOptions } from './open-code-hosts.ts'
import { proxySource } from './proxy/proxy-source.ts'
import {
  checkAskedUrl,
  hostPathOf,
  repositoryFiles,
  type RepositoryFiles,
} from './repository-files.ts'

/** What all modules' origins share; times in milliseconds, sizes in bytes. */
export interface OriginOptions extends CodeHostsOptions {
  /** Where modules are asked for, in this order. */
  readonly upstream: readonly ProxyEntry[]
  /** GOPRIVATE globs: these modules are asked of their own hosts only. */
  readonly private: readonly string[]
  /** Which version control systems may be used for which paths; `private` in it means the above. */
  readonly govcs: readonly GovcsRule[]
  /** GOINSECURE globs: modules that plain http and other unprotected schemes may be tried for. */
  readonly insecure: readonly string[]
  readonly freshness: Freshness
  /** How old what the strict source says may be. */
  readonly strictFor: number
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

/** Where modules are, and how old what is said of them may be. */
interface Reader extends Pick<Locator, 'locate'> {
  readonly maxAges: Freshness
}

/** Opens the origins. Nothing is asked yet. */
export function openOrigins(options: OriginOptions): Origins {
  const { gate, now, freshness } = options
  const privateGlobs = options.private.join(',')
  const insecureGlobs = options.insecure.join(',')
  const mayBeInsecure = (path: string): boolean => matchPrefixPatterns(insecureGlobs, path)
  const direct: ProxyEntry[] = [{ source: 'direct', fallBackOn: 'not-found' }]
  const hosts = openCodeHosts(options)
  const usual = readerOf(freshness, freshness.list, freshness.notFound)
  const strictAges = { list: options.strictFor, notFound: 0 }
  const strict = readerOf(strictAges, options.strictFor, 0)

  /** How long an import page may be repeated, and how long one that is not there. */
  function readerOf(maxAges: Freshness, freshFor: number, notFoundFor: number): Reader {
    const { locate } = locator({
      gate,
      now,
      freshFor,
      notFoundFor,
      maxPageBytes: options.maxPageBytes,
      mayBeInsecure,
      checkVcs,
      async probe(vcs, url) {
        await hosts.at(vcs, url)?.view(maxAges.list, maxAges.notFound)
      },
    })
    return { locate, maxAges }
  }

  /** Source: cmd/go/internal/vcs.checkGOVCS; what is read with no program of such a system is never refused. */
  function checkVcs(vcs: string, root: string): void {
    if (!isSpoken(vcs)) return
    const isPrivate = matchPrefixPatterns(privateGlobs, root)
    if (govcsAllows(options.govcs, root, isPrivate, vcs)) return
    const kind = isPrivate ? 'private' : 'public'
    throw new Failure(
      'refused',
      `Cannot read ${root}: this server's rules do not allow ${vcs} for it, a ${kind} path`,
      { at: 'repository', hint: 'The operator can change the setting `govcs`' },
    )
  }

  async function locateAndTell(path: string, find: Locator['locate']): Promise<Location> {
    const location = await find(path)
    options.onLocation?.(path, location)
    return location
  }

  async function locateAndOpen(path: string, { locate, maxAges }: Reader): Promise<ModuleSource> {
    return opened(path, await locateAndTell(path, locate), { locate, maxAges })
  }

  function opened(
    path: string,
    { vcs, url, root, subdir }: Pick<Location, 'vcs' | 'url' | 'root' | 'subdir'>,
    { maxAges }: Reader,
  ): ModuleSource {
    if (vcs === 'mod') return proxySource(gate, url.replace(/\/+$/, ''), path)
    const host = hosts.at(vcs, url)
    if (!host) {
      throw new Failure(
        'unsupported',
        `Cannot read ${path}: its repository ${url} is kept in ${vcs}, and only git, hg, svn and fossil are spoken here`,
        { url, at: 'repository' },
      )
    }
    return codeSource(host, placeModule(path, root, subdir), maxAges)
  }

  function open(where: string, path: string, reader: Reader): ModuleSource {
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
      ? lazySource(() => locateAndOpen(path, reader))
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
    const anew = readerOf(maxAges, Infinity, Infinity)
    return {
      direct: (path) => open('direct', path, anew),
      locate: anew.locate,
    }
  }

  function within(maxAge: () => number): Pick<Origins, 'direct' | 'locate'> {
    const maxAges: Freshness = {
      get list() {
        return maxAge()
      },
      get notFound() {
        return maxAge()
      },
    }
    const reader = readerOf(maxAges, maxAge(), maxAge())
    return {
      direct: (path) => open('direct', path, reader),
      locate: (path) => locateAndTell(path, reader.locate),
    }
  }

  async function openRepository(url: string, revision?: string): Promise<RepositoryFiles> {
    checkAskedUrl(url, mayBeInsecure)
    checkVcs('git', hostPathOf(url))
    const host = hosts.at('git', url)
    if (!host) throw new TypeError('git is spoken here')
    return repositoryFiles(host, revision, freshness.list)
  }

  /** Private modules are asked of nobody but their own repository. */
  const upstreamOf = (path: string) =>
    matchPrefixPatterns(privateGlobs, path) ? direct : options.upstream

  const chained = (path: string, reader: Reader) =>
    chainedSource(upstreamOf(path), (source) => open(source, path, reader))

  return {
    source: (path) => chained(path, usual),
    strict: (path) => chained(path, strict),
    elsewhere: (path, place) =>
      lazySource(async () => {
        checkAskedUrl(place.url, mayBeInsecure)
        checkVcs(place.vcs, hostPathOf(place.url))
        return opened(path, place, usual)
      }),
    proxyFor(path) {
      const [first] = upstreamOf(path)
      return first && /^https?:/.test(first.source) ? first.source : undefined
    },
    direct: (path) => open('direct', path, usual),
    locate: (path) => locateAndTell(path, usual.locate),
    openRepository,
    afresh,
    within,
    look: async (vcs, url, reason) => hosts.at(vcs, url)?.look?.(reason),
    seen: (vcs, url, maxAge) => hosts.known(vcs, url)?.seen?.(maxAge),
    hasCommit: async (vcs, url, hash) => hosts.at(vcs, url)?.hasCommit?.(hash),
    forget: (vcs, url) => hosts.known(vcs, url)?.forget(),
    gitUsage: () => hosts.gitUsage(),
  }
}
