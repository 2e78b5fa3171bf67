import { Failure, valid } from '../../failure.ts'
import { checkPath } from '../../gomod/module-path.ts'
import { matchGoImport, type GoImport } from './go-import.ts'
import type { ImportPage } from './import-page.ts'
import { importPageUrl } from './import-page-url.ts'
import { knownHost, type Repository } from './known-hosts.ts'
import { importPages, type MemoryOptions } from './page-memory.ts'
import { reacher, type ReachOptions } from './reach.ts'
import { checkRepoUrl, isInsecure } from './repo-url.ts'

/** Where the repository of a module is, and how that was found. */
export interface Location {
  /** The import path of the repository's root. */
  readonly root: string
  /** `git`, `hg`, `svn`, `fossil`, `bzr`, or `mod` for a module proxy; from a page, whatever that says. */
  readonly vcs: string
  readonly url: string
  /** The folder of the repository that `root` stands for, empty for its root. */
  readonly subdir: string
  /** True when nothing protects what comes from `url`, as with http and git. */
  readonly insecure: boolean
  readonly via: 'known-host' | 'import-page'
  /** The page that said so. */
  readonly page?: string
}

/** What is needed to find repositories. */
export interface LocatorOptions extends MemoryOptions, ReachOptions {
  /** Whether plain http and the like may be tried for a module. */
  readonly mayBeInsecure: (path: string) => boolean
  /** Throws where the rules forbid to use a version control system for the repository of an import path. */
  readonly checkVcs: (vcs: string, root: string) => void
}

/** Finds repositories. */
export interface Locator {
  /**
   * Finds the repository of a module: by its path if that is enough, else by the go-import tag of its page, which the
   * page of the tag's prefix must confirm.
   *
   * @throws Failure `invalid` for a path that can never have one; what `checkVcs` throws; what the repository says when
   *   its scheme must be found out; at `import-page`: `not-found` when the pages answered and name no repository that
   *   Go would take, and the codes of "could not ask"
   */
  readonly locate: (path: string) => Promise<Location>
}

/**
 * Makes a locator that remembers pages.
 *
 * Source: cmd/go/internal/vcs.RepoRootForImportPath with PreferMod
 */
export function locator(options: LocatorOptions): Locator {
  const askedPage = importPages(options)
  const reach = reacher(options)

  async function discover(path: string, mayBeInsecure: boolean): Promise<Location> {
    const pageOf = (of: string) => askedPage(of, mayBeInsecure)
    const page = await pageOf(path)
    const found = matchGoImport(page.imports, path)
    if (found === 'none') {
      throw isBazaar.test(path) ? bazaar(path) : notFound(path, page, seen(page))
    }
    if (found === 'several')
      throw notFound(path, page, 'it has several go-import tags for this path')
    if (found.prefix !== path) await confirm(path, page, found, pageOf)
    if (/^[/-]/.test(found.subdir)) {
      throw notFound(path, page, `its subdirectory "${found.subdir}" begins with / or -`)
    }
    const url = checkRepoUrl(found.url)
    if ('fault' in url)
      throw notFound(path, page, `${shownUrl(found.url)} is no good: ${url.fault}`)
    const { prefix: root, vcs, subdir } = found
    const { insecure } = url
    options.checkVcs(vcs, root)
    return { root, vcs, url: found.url, subdir, insecure, via: 'import-page', page: page.url }
  }

  async function byName(known: Repository, mayBeInsecure: boolean): Promise<Location> {
    const { root, vcs, isGuess } = known
    options.checkVcs(vcs, root)
    const rest = known.url.slice('https://'.length)
    const url = isGuess ? await reach(vcs, rest, mayBeInsecure) : known.url
    return { root, vcs, url, subdir: '', insecure: isInsecure(url), via: 'known-host' }
  }

  return {
    async locate(path) {
      valid(() => checkPath(path))
      const mayBeInsecure = options.mayBeInsecure(path)
      const known = knownHost(path)
      const location = known
        ? await byName(known, mayBeInsecure)
        : await discover(path, mayBeInsecure)
      if (location.root.includes('...')) {
        throw new Failure(
          'not-found',
          `Cannot find a repository for "${path}": its root "${location.root}" contains "..."`,
          { at: 'import-page' },
        )
      }
      return location
    },
  }
}

/** A page may speak for another path only if that path's own page says the same. */
async function confirm(
  path: string,
  page: ImportPage,
  claim: GoImport,
  pageOf: (of: string) => Promise<ImportPage>,
): Promise<void> {
  const own = await pageOf(claim.prefix)
  if (own.imports.length === 0) throw notFound(path, own, seen(own))
  const confirmed = matchGoImport(own.imports, path)
  if (typeof confirmed === 'object' && isSame(confirmed, claim)) return
  throw notFound(
    path,
    page,
    `${importPageUrl(claim.prefix)} disagrees with it about ${claim.prefix}`,
  )
}

function isSame(a: GoImport, b: GoImport): boolean {
  return a.prefix === b.prefix && a.vcs === b.vcs && a.url === b.url && a.subdir === b.subdir
}

/** Why a page is of no use to a path. */
function seen(page: ImportPage): string {
  if (page.imports.length > 0) {
    const prefixes = page.imports.slice(0, 3).map(({ prefix }) => prefix)
    const more = page.imports.length > 3 ? ` and ${page.imports.length - 3} more` : ''
    return `its go-import tags are for ${prefixes.join(', ')}${more}`
  }
  if (page.status < 200 || page.status > 299)
    return `the server answered ${page.status}, with no go-import tag`
  if (page.fault !== undefined) return `syntax error in ${page.fault}, before any go-import tag`
  return 'it has no go-import tag'
}

/** A URL that Headwater does not take, unless it may hold a secret. */
function shownUrl(url: string): string {
  return `its repository URL${/[@?#]|%40/i.test(url) ? '' : ` "${url}"`}`
}

/** A path that named a repository of Bazaar before Go 1.27. */
const isBazaar = /\.bzr(?:\/|$)/

function bazaar(path: string): Failure {
  const text = `Cannot read ${path}: its repository is kept in Bazaar, and only git, hg, svn and fossil are spoken here`
  return new Failure('unsupported', text, { at: 'import-page' })
}

function notFound(path: string, page: ImportPage, why: string): Failure {
  const { url, status } = page
  return new Failure('not-found', `No repository for ${path} at ${url}: ${why}`, {
    at: 'import-page',
    url,
    status,
  })
}
