import type { Repositories } from '../../store/facts/known-repositories.ts'
import type { Repository } from '../judge/observation.ts'

/** What is remembered of repositories. */
export type RepositoryMemory = Pick<Repositories, 'repositoriesOf'>

/** Of a host with more, the first count: one that answers is enough. */
const mostRead = 200
const mostGiven = 2

/** Makes the finder of repositories of a host that told their refs in earlier runs, the last ones first. */
export function knownRepositories({
  repositoriesOf,
}: RepositoryMemory): (host: string) => readonly Repository[] {
  return (host) =>
    repositoriesOf(host, mostRead)
      .filter(({ refsAt }) => refsAt !== undefined)
      .toSorted((a, b) => (b.refsAt ?? 0) - (a.refsAt ?? 0))
      .slice(0, mostGiven)
      .map(({ vcs, url }) => ({ vcs, url }))
}
