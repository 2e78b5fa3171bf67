import type { Repositories } from '../../store/facts/known-repositories.ts'
import type { Repository } from '../judge/observation.ts'

/** What is remembered of repositories. */
export type RepositoryMemory = Pick<Repositories, 'repositoriesOf'>

/** Of a host with more, the first count: one that answers is enough. */
const mostRead = 200
const mostGiven = 2

/** Makes the finder of repositories of a host that told their refs in earlier runs, and when; the last ones first. */
export function knownRepositories({
  repositoriesOf,
}: RepositoryMemory): (host: string) => readonly (Repository & { readonly at: number })[] {
  return (host) =>
    repositoriesOf(host, mostRead)
      .flatMap(({ vcs, url, refsAt: at }) => (at === undefined ? [] : [{ vcs, url, at }]))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, mostGiven)
}
