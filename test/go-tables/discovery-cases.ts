import { Failure } from '../../src/failure.ts'
import { govcsAllows, parseGovcs } from '../../src/gomod/govcs.ts'
import { InvalidError } from '../../src/gomod/invalid-error.ts'
import {
  matchGoImport,
  parseGoImports,
  type GoImport,
} from '../../src/origin/discovery/go-import.ts'
import { knownHost } from '../../src/origin/discovery/known-hosts.ts'
import { checkRepoUrl } from '../../src/origin/discovery/repo-url.ts'
import { accepts, equalCase, type GoCase } from './case.ts'
import {
  govcs,
  matches,
  notGovcs,
  pages,
  repoUrls,
  roots,
  secureUrls,
  type Tag,
} from './discovery-rows.ts'

/** `cmd/go/internal/vcs`: which repository a path means, which tag of a page speaks for it. */
export function discoveryCases(): GoCase[] {
  return [
    ...roots.map(([path, repository]) => equalCase(repositoryOf, path, repository)),
    ...matches.map(([tags, path, found]) => equalCase(spokenFor, { tags, path }, found)),
    ...repoUrls.map(([url, ok]) => equalCase(isRepoUrl, url, ok)),
    ...secureUrls.map(([, url, secure]) => equalCase(isSecure, url, secure)),
    // We always prefer mod tags, as go does for modules.
    ...pages.map(([page, preferMod, tags]) =>
      preferMod ? equalCase(tagsOf, page, tags) : equalCase(repositoriesOf, page, tags),
    ),
    ...govcs.map(([list, path, vcs, ok]) => equalCase(mayUse, { list, path, vcs }, ok)),
    ...notGovcs.map((list) => equalCase(isGovcs, list, false)),
  ]
}

function repositoryOf(path: string): string | undefined {
  try {
    const known = knownHost(path)
    return known && `${known.vcs} ${known.url}`
  } catch (error) {
    if (Failure.is(error, 'not-found')) return undefined
    throw error
  }
}

const readTag = ([prefix, vcs, url, subdir]: Tag): GoImport => ({ prefix, vcs, url, subdir })
const showTag = ({ prefix, vcs, url, subdir }: GoImport): Tag => [prefix, vcs, url, subdir]

function spokenFor(asked: { tags: readonly Tag[]; path: string }): Tag | undefined {
  const found = matchGoImport(asked.tags.map(readTag), asked.path)
  return typeof found === 'string' ? undefined : showTag(found)
}

const isRepoUrl = (url: string): boolean => !('fault' in checkRepoUrl(url))

function isSecure(url: string): boolean {
  const judged = checkRepoUrl(url)
  return 'insecure' in judged && !judged.insecure
}

const isGovcs = (list: string): boolean => accepts(() => parseGovcs(list), InvalidError)

function mayUse(asked: { list: string; path: string; vcs: string }): boolean {
  const isPrivate = asked.path.startsWith('is-private')
  return govcsAllows(parseGovcs(asked.list), asked.path, isPrivate, asked.vcs)
}

const tagsOf = (page: string): readonly Tag[] => parseGoImports(Buffer.from(page)).map(showTag)

/** Read as Go reads it when it does not want mod tags: without them, nothing is displaced. */
function repositoriesOf(page: string): readonly Tag[] {
  return tagsOf(page.replaceAll(/<meta[^>]* mod [^>]*>/g, ''))
}
