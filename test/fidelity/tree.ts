import type { CommitSpec } from '../forge/commit-spec.ts'
import { placeOf, type Case, type Expected } from './case.ts'

/**
 * A repository of one commit, tagged v1.0.0, whose module is at its root; a go.mod is added unless there is one, or `fresh` is set.
 *
 * @param refused a part of go's reason, when the module must have no zip
 */
export function tree(at: string, about: string, commit: CommitSpec, refused?: RegExp): Case {
  const hasOwn = [commit.files, commit.symlinks].some((all) => 'go.mod' in (all ?? {}))
  const goMod = { 'go.mod': goModOf(at) }
  const isWhole = commit.rawTree !== undefined || commit.fresh === true || hasOwn
  const files = isWhole ? commit.files : { ...goMod, ...commit.files }
  const whole: CommitSpec = { ...commit, ...(files && { files }), tags: ['v1.0.0'] }
  const expected: Expected = refused ?? 'v1.0.0'
  return { at, about, commits: [whole], ask: { 'v1.0.0': expected } }
}

/** A go.mod of the module at the root of a repository, or below it. */
export function goModOf(at: string, go = '1.21', below = ''): string {
  return `module ${placeOf({ at })}${below}\n${go === '' ? '' : `\ngo ${go}\n`}`
}

/**
 * The trees of several repositories in one, where each is a version of its own: v1.0.0, v1.0.1 and so on. That is much
 * faster, and no rule for zips compares the path that go.mod declares with the module's.
 */
export function gathered(at: string, trees: readonly Case[]): Case {
  const versions = trees.map((_, index) => `v1.0.${index}`)
  const commits = trees.flatMap(({ commits }, index) =>
    commits.map((commit) => ({ ...commit, from: null, tags: versions.slice(index, index + 1) })),
  )
  const expected = trees.map(({ ask }, index) =>
    ask['v1.0.0'] instanceof RegExp ? ask['v1.0.0'] : (versions[index] ?? ''),
  )
  return {
    at,
    about: 'trees are of all kinds',
    commits,
    ask: Object.fromEntries(versions.map((version, index) => [version, expected[index] ?? ''])),
    askAbout: Object.fromEntries(
      versions.map((version, index) => [version, trees[index]?.about ?? '']),
    ),
  }
}
