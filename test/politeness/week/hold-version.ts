import type { Facts } from '../../../src/store/facts/open-facts.ts'
import { commitOf, type Repository } from './world.ts'

/** Has the store hold a version that was made of the repository's first tag, as it was at the start. */
export function holdVersion(facts: Facts, repository: Repository): void {
  const { module: path, url } = repository
  const origin = { VCS: 'git', URL: url, Ref: 'refs/tags/v1.0.0', Hash: commitOf(repository, 0, 0) }
  facts.beginHold(path, 'v1.0.0', { modSum: 'h1:m', zipSum: 'h1:z' })
  facts.finishHold({
    path,
    version: 'v1.0.0',
    time: null,
    originJson: JSON.stringify(origin),
    zipSize: 1,
  })
}
