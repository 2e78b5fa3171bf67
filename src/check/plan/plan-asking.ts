import { Failure } from '../../failure.ts'
import { knownHost } from '../../origin/discovery/known-hosts.ts'
import { importPageUrl } from '../../origin/discovery/import-page-url.ts'
import { hostOf } from '../../outbound/host-of.ts'
import type { Subject } from '../subject.ts'

/** A repository that will be asked: its list of refs, and the commits of the versions. */
export interface PlannedRepository {
  /** Original URL. */
  readonly url: string
  /** `module@version`, in their order. */
  readonly modules: readonly string[]
  /** True when it is where an import page led the last time, and may lead elsewhere now. */
  readonly isRemembered: boolean
}

/** What will be asked of one host. */
export interface PlannedHost {
  readonly host: string
  /** URLs of import pages. */
  readonly pages: readonly string[]
  readonly repositories: readonly PlannedRepository[]
}

/** What a check will ask, as far as that is known without asking. */
export interface Plan {
  /** In the order of host names. */
  readonly hosts: readonly PlannedHost[]
  /** Modules whose repository only their import page can tell. */
  readonly unknown: readonly string[]
  /** Modules that nobody will be asked for, and why. */
  readonly unasked: readonly { readonly module: string; readonly why: string }[]
}

/**
 * Plans what a check asks of whom, without asking anybody.
 *
 * @param lastKnown the URL of the repository that a module was found in before, if it was
 */
export function planAsking(
  subjects: readonly Subject[],
  lastKnown: (path: string) => string | undefined,
): Plan {
  const pages = new Set<string>()
  const repositories = new Map<string, PlannedRepository>()
  const unknown: string[] = []
  const unasked: Plan['unasked'][number][] = []

  function addRepository(url: string, module: string, isRemembered: boolean): void {
    const known = repositories.get(url)
    const modules = [...(known?.modules ?? []), module]
    repositories.set(url, { url, modules, isRemembered })
  }

  function add({ path, version, folderFault }: Subject): void {
    const module = `${path}@${version}`
    if (folderFault !== undefined) {
      unasked.push({ module, why: folderFault })
      return
    }
    const repository = knownHost(path)
    if (repository) {
      addRepository(repository.url, module, false)
      return
    }
    pages.add(importPageUrl(path))
    const url = lastKnown(path)
    if (url === undefined) unknown.push(module)
    else addRepository(url, module, true)
  }

  for (const subject of subjects) {
    try {
      add(subject)
    } catch (error) {
      if (!Failure.is(error)) throw error
      unasked.push({ module: `${subject.path}@${subject.version}`, why: error.message })
    }
  }
  const pagesAt = Map.groupBy(pages, hostOf)
  const repositoriesAt = Map.groupBy(repositories.values(), ({ url }) => hostOf(url))
  const names = new Set([...pagesAt.keys(), ...repositoriesAt.keys()])
  const hosts = [...names].toSorted().map((host) => ({
    host,
    pages: (pagesAt.get(host) ?? []).toSorted(),
    repositories: (repositoriesAt.get(host) ?? []).toSorted((a, b) => (a.url < b.url ? -1 : 1)),
  }))
  return { hosts, unknown, unasked }
}
