import { createHash } from 'node:crypto'
import { Failure } from '../src/failure.ts'
import { compare } from '../src/gomod/semver.ts'
import type { CodeRepository, CodeView, Revision } from '../src/origin/code-host.ts'

/** A commit as data; its parent is the one before it in the list unless given. */
export interface CommitData {
  /** Content by path: the whole tree. */
  readonly files: Readonly<Record<string, string>>
  readonly tags?: readonly string[]
  readonly branch?: string
  /** Place in the list; null for none. */
  readonly parent?: number | null
}

/** The hash of the commit at a place. */
export const hashOf = (index: number): string =>
  createHash('sha1').update(`commit ${index}`).digest('hex')

/** The time of the commit at a place: a minute after the one before, the first at 2020-01-02T03:04:05Z. */
const timeOf = (index: number): Date =>
  new Date(Date.parse('2020-01-02T03:04:05Z') + index * 60_000)

const missing = (what: string) => new Failure('not-found', `No ${what}`, { at: 'ref' })

/** A repository made of data. The last commit is HEAD. */
export function codeView(commits: readonly CommitData[], at = 0): CodeView {
  const tags = commits
    .flatMap(({ tags = [] }, index) => tags.map((name) => ({ name, hash: hashOf(index) })))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const place = (hash: string) => commits.findIndex((_, index) => hashOf(index) === hash)
  function revision(index: number, version: string, ref?: string): Revision {
    const hash = hashOf(index)
    return {
      hash,
      short: hash.slice(0, 12),
      time: timeOf(index),
      version,
      tags: tags.filter((tag) => tag.hash === hash).map(({ name }) => name),
      ...(ref !== undefined && { ref }),
    }
  }

  function descends(hash: string, ancestor: string): boolean {
    for (let index: number | null = place(hash); index !== null && index >= 0;) {
      if (hashOf(index) === ancestor) return true
      const parent: number | null | undefined = commits[index]?.parent
      index = parent === undefined ? index - 1 : parent
    }
    return false
  }

  return {
    at,
    tags,
    repoSum: 'r1:',
    async stat(asked) {
      const tag = tags.find(({ name }) => name === asked)
      if (tag) return revision(place(tag.hash), asked, `refs/tags/${asked}`)
      const branch = commits.findIndex((commit) => commit.branch === asked)
      if (branch >= 0) return revision(branch, hashOf(branch), `refs/heads/${asked}`)
      const index = commits.findIndex((_, index) => hashOf(index).startsWith(asked))
      if (index < 0 || asked.length < 7) throw missing(asked)
      return revision(index, hashOf(index))
    },
    async latest() {
      if (commits.length === 0) throw missing('HEAD')
      return revision(commits.length - 1, hashOf(commits.length - 1), 'HEAD')
    },
    async readFile(hash, path) {
      const text = commits[place(hash)]?.files[path]
      return text === undefined ? undefined : Buffer.from(text)
    },
    async recentTag(hash, prefix, allowed) {
      let best: string | undefined
      for (const { name, hash: tagged } of tags) {
        if (!name.startsWith(prefix) || !descends(hash, tagged) || !(await allowed(name))) continue
        const version = name.slice(prefix.length)
        if (best === undefined || compare(version, best.slice(prefix.length)) > 0) best = name
      }
      return best
    },
    async descendsFrom(hash, tag) {
      const target = tags.find(({ name }) => name === tag)
      return target !== undefined && descends(hash, target.hash)
    },
    withTree: () => Promise.reject(new Error('no trees here')),
    archiveSize: () => Promise.reject(new Error('no archives here')),
  }
}

/** A host of one view after the other: a younger one is asked for when the last is too old. */
export function codeHost(views: readonly CodeView[], now: () => number): CodeRepository {
  let current = 0
  return {
    vcs: 'git',
    url: 'https://git.test/x',
    async view(maxAge) {
      const view = views[current]
      if (view && now() - view.at <= maxAge) return view
      current = Math.min(current + 1, views.length - 1)
      return views[current] ?? codeView([])
    },
  }
}
