import { createHash } from 'node:crypto'
import type { Tag } from '../code-host.ts'
import { hgIfThere } from './hg-copy.ts'

/** What a copy of a repository has names for. */
export interface HgNames {
  /** In byte order; `tip` is not one. */
  readonly tags: readonly Tag[]
  readonly branches: ReadonlySet<string>
  /** Hash over the heads of all branches, closed ones too, and over bookmarks. */
  readonly repoSum: string
}

/** Reads the names. */
export async function hgNames(copy: string): Promise<HgNames> {
  const tags = await named(copy, ['tags', '-T', '{node} {tag}\n'])
  const heads = await named(copy, ['heads', '-c', '-T', '{node} {branch}\n'])
  const bookmarks = await named(copy, ['bookmarks', '-T', '{node} {bookmark}\n'])
  return {
    tags: tags.filter(({ name }) => name !== 'tip'),
    branches: new Set(heads.map(({ name }) => name)),
    repoSum: repoSum(heads, bookmarks),
  }
}

/** Lines of a hash and a name, sorted by name in byte order; hg names the newest first, of which the oldest come first. */
async function named(copy: string, args: readonly string[]): Promise<Tag[]> {
  const lines = ((await hgIfThere(copy, args)) ?? Buffer.alloc(0)).toString('utf8').split('\n')
  const pairs = lines.flatMap((line) => {
    const [, hash, name] = /^([0-9a-f]{40}) (.+)$/.exec(line) ?? []
    return hash !== undefined && name !== undefined ? [{ name, hash }] : []
  })
  return pairs
    .toReversed()
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}

/**
 * Source: the extension `goreposum` of the Go distribution: for each branch its name and the raw hashes of its heads
 * from the oldest on, then the bookmarks
 */
function repoSum(heads: readonly Tag[], bookmarks: readonly Tag[]): string {
  const digest = createHash('sha256')
  for (const [branch, nodes] of Map.groupBy(heads, ({ name }) => name)) {
    digest.update(branch)
    for (const { hash } of nodes) digest.update(' ').update(hash, 'hex')
    digest.update('\n')
  }
  for (const { name, hash } of bookmarks) digest.update(`${name}=${hash}\n`)
  return `r1:${digest.digest('base64')}`
}
