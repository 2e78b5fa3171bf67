import { Failure } from '../../failure.ts'
import { compare } from '../../gomod/semver.ts'
import type { CodeView, Extent, Revision, Snapshot, Tag } from '../code-host.ts'
import { refDigest } from '../ref-digest.ts'
import { extentOfBoth } from './extent-files.ts'
import { committerTime } from './commit.ts'
import { succeeded } from './depot-damaged.ts'
import type { Depot } from './depot.ts'
import type { Supply } from './supply.ts'
import { ambiguous, nothingThere, unknownRevision } from './no-revision.ts'
import { readTree } from './read-tree.ts'
import { tagPrefix, type Ref, type RefSnapshot } from './refs.ts'

const maxCommit = 16 * 1024 * 1024
/** Refs that are told of those that lead to a commit: tags stay, and branches move. */
const mostLeads = 8

/**
 * A git repository as its refs stood in one advertisement. The rules are those of `cmd/go`'s `codehost/git.go`.
 *
 * @param likely all that is likely to be read of a commit; undefined: anything
 */
export function gitView(url: string, at: RefSnapshot, supply: Supply, likely?: Extent): CodeView {
  const tags: Tag[] = at.refs
    .filter(({ name }) => name.startsWith(tagPrefix))
    .map(({ name, commit }) => ({ name: name.slice(tagPrefix.length), hash: commit }))

  /** A server may hand out only what a ref names, so some ref that leads to the commit is named where there is one. */
  function withContent<T>(
    hash: string,
    read: Partial<Extent>,
    use: (depot: Depot) => Promise<T>,
    via = at.refs.find(({ commit }) => commit === hash),
  ): Promise<T> {
    const { files = [], folder } = read
    const enough = folder === '' ? undefined : { files, ...(folder !== undefined && { folder }) }
    const extent = likely && extentOfBoth(likely, read)
    return supply.withContent({ commit: hash, via, enough, extent }, use)
  }

  /** `stat`: a tag, else a branch, else HEAD, else the hash of some ref, else any reachable commit. */
  async function stat(revision: string): Promise<Revision> {
    const named = at.byName.get(tagPrefix + revision) ?? at.byName.get(`refs/heads/${revision}`)
    if (named) return describe(named.commit, revision, named)
    if (revision === 'HEAD') return describeHead()
    if (at.refs.length === 0) throw nothingThere(url, revision)
    if (!/^[0-9a-f]{7,64}$/.test(revision)) throw unknownRevision(url, revision)
    const tips = at.refs.filter(({ commit }) => commit.startsWith(revision))
    const [tip] = tips
    if (tip) {
      if (tips.some(({ commit }) => commit !== tip.commit)) throw ambiguous(url, revision)
      return describe(tip.commit, revision, tip)
    }
    return describe(await commitInHistory(revision), revision)
  }

  async function latest(): Promise<Revision> {
    return { ...(await describeHead()), ref: 'HEAD' }
  }

  async function describeHead(): Promise<Revision> {
    const head = at.byName.get('HEAD')
    if (!head) throw new Failure('not-found', `${url} has no commits`, { url, at: 'ref' })
    return describe(head.commit, head.commit, head)
  }

  /**
   * A commit that no ref names: it counts only if a branch or tag leads to it. That a server hands it out proves
   * nothing, since hosts keep commits of pull requests and forks in the same place.
   */
  async function commitInHistory(prefix: string): Promise<string> {
    return supply.withHistory(async (depot) => {
      const found: string[] = []
      for (const hash of await depot.commitsByPrefix(prefix)) {
        if (await depot.isReachable(hash)) found.push(hash)
      }
      const [hash] = found
      if (hash === undefined) throw unknownRevision(url, prefix)
      if (found.length > 1) throw ambiguous(url, prefix)
      return hash
    })
  }

  async function describe(hash: string, revision: string, ref?: Ref): Promise<Revision> {
    const commit = withContent(hash, {}, (depot) => depot.readCommit(hash, maxCommit), ref)
    const raw = await withinSize(commit, `commit ${hash}`, maxCommit)
    if (!raw) {
      throw new Failure('unusable', `Cannot use ${revision} of ${url}: it does not name a commit`, {
        url,
        at: 'ref',
      })
    }
    const names = tags.filter((tag) => tag.hash === hash).map(({ name }) => name)
    return {
      hash,
      short: hash.slice(0, 12),
      time: committerTime(raw, hash),
      version: names.includes(revision) ? revision : hash,
      tags: names,
      ...(ref && ref.name !== 'HEAD' && { ref: ref.name }),
    }
  }

  /** What git printed more of than we take is too large; the refusals of others say where they come from. */
  function withinSize<T>(reading: Promise<T>, what: string, maxBytes: number): Promise<T> {
    return reading.catch((error: unknown) => {
      if (!Failure.is(error, 'refused') || (error.details.at ?? error.details.url)) throw error
      const text = `Cannot use ${what} of ${url}: it has more than ${maxBytes} bytes`
      throw new Failure('unusable', text, { url, at: 'content' })
    })
  }

  async function descendsFrom(hash: string, tag: string): Promise<boolean> {
    const target = at.byName.get(tagPrefix + tag)
    if (!target) return false
    return supply.withHistory((depot) => depot.isAncestor(target.commit, hash))
  }

  async function leadsTo(hash: string): Promise<readonly string[]> {
    if (at.refs.some(({ commit }) => commit === hash)) return [hash]
    return supply.withHistory(async (depot) => {
      const alike = await depot.commitsByPrefix(hash.slice(0, 12))
      if (!alike.includes(hash)) return []
      for (const other of alike) {
        if (other !== hash && (await depot.isReachable(other))) return []
      }
      const named = new Set(at.refs.map(({ commit }) => commit))
      const tips = await depot.tipsThatReach(hash, mostLeads)
      return [...new Set(tips)].filter((tip) => named.has(tip))
    })
  }

  async function withTree<T>(
    hash: string,
    subdir: string,
    use: (tree: Snapshot) => Promise<T>,
  ): Promise<T> {
    return withContent(hash, { folder: subdir }, async (depot) => {
      await using listing = depot.listTree(hash, subdir)
      const entries = await readTree(listing.output)
      await succeeded(listing, 'ls-tree')
      await using archive = depot.archive(hash, subdir, 'tar')
      return await use({
        entries,
        archive: wholeOutput(archive.output, () => succeeded(archive, 'archive')),
      })
    })
  }

  return {
    at: at.at,
    tags,
    refs: at.refs.map(({ name, commit }) => ({ name, hash: commit })),
    ...(at.answeredAt !== undefined && { answeredAt: at.answeredAt }),
    within: (extent) => gitView(url, at, supply, extent),
    get repoSum() {
      return `r1:${refDigest(at.refs.map(({ name, commit }) => [name, commit]))}`
    },
    stat,
    latest,
    readFile: (hash, path, maxBytes) =>
      withinSize(
        withContent(hash, { files: [path] }, (depot) => depot.readFile(hash, path, maxBytes)),
        `${path} of commit ${hash}`,
        maxBytes,
      ),
    async recentTag(hash, prefix, allowed) {
      if (!tags.some(({ name }) => name.startsWith(`${prefix}v`))) return undefined
      const merged = await supply.withHistory((depot) => depot.refsMergedInto(hash, tagPrefix))
      let highest: string | undefined
      for (const tag of merged.map((name) => name.slice(tagPrefix.length))) {
        if (!tag.startsWith(prefix) || !(await allowed(tag))) continue
        if (
          highest === undefined ||
          compare(tag.slice(prefix.length), highest.slice(prefix.length)) > 0
        )
          highest = tag
      }
      return highest
    },
    descendsFrom,
    leadsTo,
    withTree,
    archiveSize: (hash, subdir) =>
      withContent(hash, { folder: subdir }, async (depot) => {
        await using archive = depot.archive(hash, subdir, 'zip')
        let size = 0
        for await (const chunk of archive.output as AsyncIterable<Buffer>) size += chunk.length
        await succeeded(archive, 'archive')
        return size
      }),
  }
}

/** The output of a program, ending well only if the program did. */
async function* wholeOutput(
  output: AsyncIterable<Uint8Array>,
  ended: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  yield* output
  await ended()
}
