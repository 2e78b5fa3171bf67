import { Failure } from '../../failure.ts'
import { knownHost } from '../../origin/discovery/known-hosts.ts'
import { safeLine } from '../../safe-text.ts'

/** A repository that an argument names. */
export interface NamedRepository {
  readonly url: string
  /** A tag, branch or commit; absent for the head of the default branch. */
  readonly revision?: string
}

/**
 * Reads the URL of a repository: `https://host/path`, with `@REVISION` at its end if need be. `git@host:path` stands for
 * `ssh://git@host/path`. Undefined for what is no URL at all.
 *
 * @throws Failure `invalid` for the URL of a page of a known host, which is no repository
 */
export function namedRepository(argument: string): NamedRepository | undefined {
  const text = argument.replace(/^([\w.-]+@[\w.-]+):(?!\/\/)\/*/, 'ssh://$1/')
  const [, scheme = '', authority = '', rest = ''] =
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/]*)(.*)$/s.exec(text) ?? []
  if (scheme === '') return undefined
  const [path = '', revision] = rest.split(/@([^@]*)$/)
  const url = `${scheme}://${authority}${path.replace(/\/+$/, '')}`
  return {
    url: repositoryOnKnownHost(scheme, authority, url),
    ...(revision !== undefined && revision !== '' && { revision }),
  }
}

/** Hosts that are known keep each repository under one URL, which modules are read from, too. */
function repositoryOnKnownHost(scheme: string, authority: string, url: string): string {
  if (scheme !== 'https') return url
  const place = url.slice('https://'.length).replace(/\.git$/, '')
  const known = unlessImpossible(place)
  if (known === undefined || known.isGuess || known.vcs !== 'git') return url
  if (known.root === place) return known.url
  throw new Failure('invalid', `Cannot check "${safeLine(url)}": it is a page of ${authority}`, {
    hint: `Name the repository: ${safeLine(known.url)}, or ${safeLine(known.url)}@REVISION`,
  })
}

function unlessImpossible(path: string): ReturnType<typeof knownHost> {
  try {
    return knownHost(path)
  } catch (error) {
    if (!Failure.is(error, 'not-found')) throw error
    return undefined
  }
}
