import { Failure } from '../failure.ts'
import type { GovcsRule } from '../gomod/govcs.ts'
import { matchPrefixPatterns } from '../gomod/patterns.ts'
import { chainedSource, type ProxyEntry } from './chain.ts'
import { codeSource, type Freshness } from './code/code-source.ts'
import { placeModule } from './code/place.ts'
import { locator, type Location, type Locator } from './discovery/locate.ts'
import { lazySource } from './lazy-source.ts'
import type { ModuleSource } from './module-source.ts'
import { openCodeHosts, type CodeHostsOptions } from './open-code-hosts.ts'
import type { Origins } from './origins.ts'
import { proxySource } from './proxy/proxy-source.ts'
import {
  checkAskedUrl,
  hostPathOf,
  repositoryFiles,
  type RepositoryFiles,
} from './repository-files.ts'
import { vcsGuard } from './vcs-guard.ts'

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
  const checkVcs = vcsGuard(options)
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
    const anew = readerOf(
      agesOf(() => now() - asked - 1),
      Infinity,
      Infinity,
    )
    return {
      direct: (path) => open('direct', path, anew),
      locate: anew.locate,
    }
  }

  function within(maxAge: () => number): Pick<Origins, 'direct' | 'locate'> {
    const reader = readerOf(agesOf(maxAge), maxAge(), maxAge())
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

/** The same age for whatever is remembered, as it is when somebody asks. */
function agesOf(age: () => number): Freshness {
  return {
    get list() {
      return age()
    },
    get notFound() {
      return age()
    },
  }
}
