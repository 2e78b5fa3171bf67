import type { Feature } from './plan.ts'

/** What a repository is mostly about: with everything odd at once, most questions would end at the first odd thing. */
export interface Profile {
  readonly without: ReadonlySet<Feature>
  /** Every commit has a tree of its own, and a tag for each module in it. */
  readonly eachIsVersion: boolean
  /** No go.mod at the root, so that old majors are `+incompatible`. */
  readonly legacy: boolean
  /** Times as many odd things in trees. */
  readonly trees: number
  /** Times as many odd things in go.mod files. */
  readonly goMods: number
}

const trees: readonly Feature[] = ['odd-names', 'raw-trees', 'links', 'attributes']
const calm: readonly Feature[] = ['odd-objects', 'odd-head', 'odd-tags', 'pull-requests', 'sha256']
const plain = {
  without: new Set<Feature>(),
  eachIsVersion: false,
  legacy: false,
  trees: 1,
  goMods: 1,
}

/** One of them is drawn for each seed. */
export const profiles: readonly Profile[] = [
  plain,
  plain,
  { ...plain, without: new Set([...trees, 'odd-go-mod', 'vendored']) },
  { ...plain, without: new Set([...trees, 'odd-go-mod']), legacy: true },
  { ...plain, without: new Set([...calm, 'odd-go-mod']), eachIsVersion: true, trees: 2.5 },
  { ...plain, without: new Set([...calm, 'raw-trees']), eachIsVersion: true, trees: 1.5 },
  { ...plain, without: new Set([...calm, ...trees]), eachIsVersion: true, goMods: 5 },
]
