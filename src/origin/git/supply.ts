import { Failure } from '../../failure.ts'
import type { Depot } from './depot.ts'
import { readState, writeState, type DepotState } from './depot-state.ts'
import type { LocalCopy } from './local-copy.ts'
import { nearestHeld } from './nearest-held.ts'
import type { Ref, RefSnapshot } from './refs.ts'
import type { GitRemote, PackWish } from './remote.ts'

/** Lends the local copy of a repository, after bringing what is needed. */
export interface Supply {
  /** With a commit and all its files. `via` is the ref that leads to it, if one does. */
  withContent<T>(commit: string, use: (depot: Depot) => Promise<T>, via?: Ref): Promise<T>
  /** With the history of all refs, as commits at least. */
  withHistory<T>(use: (depot: Depot) => Promise<T>): Promise<T>
}

/** Commits that are fetched in one request, at most; and held ones that are offered for them. */
const mostTogether = 64

/** What {@link supplyFor} stands on. */
export interface SupplyParts {
  readonly remote: GitRemote
  readonly copy: LocalCopy
  /** Upstream's refs; everything that is brought belongs to them. */
  readonly at: RefSnapshot
  /** Told when upstream denies what it listed there. */
  readonly onOldList: () => void
}

/** Brings objects of a repository as its refs stood at one moment. */
export function supplyFor({ remote, copy, at, onOldList }: SupplyParts): Supply {
  const { url } = remote
  const { folder } = copy
  /** Commits that somebody waits for, with the refs that lead to them. */
  const waiting = new Map<string, Ref | undefined>()

  async function holdsContent(depot: Depot, commit: string): Promise<boolean> {
    const state = await readState(folder)
    if (state.contents.includes(commit)) return true
    return state.historyHasContent && (await depot.typeOf(commit)) === 'commit'
  }

  async function take(depot: Depot, wish: PackWish): Promise<void> {
    await remote.bring(wish, wish.commitsOnly ? 'commits' : 'content', depot)
  }

  /** A commit with its files and without its history, and with it others that somebody waits for. */
  async function fetchContent(depot: Depot, commit: string, via: Ref | undefined): Promise<void> {
    const { contents } = await readState(folder)
    const others = [...waiting].filter(([other]) => other !== commit && !contents.includes(other))
    if (others.length === 0) return fetchAlone(depot, commit, via)
    try {
      await fetchTogether(depot, [[commit, via], ...others.slice(0, mostTogether - 1)])
    } catch (error) {
      if (!Failure.is(error, 'not-found', 'refused')) throw error
      await fetchAlone(depot, commit, via)
    }
  }

  /** As differences to what is near each of them. Those that do not come are left to who waits for them. */
  async function fetchTogether(
    depot: Depot,
    commits: readonly (readonly [string, Ref | undefined])[],
  ): Promise<void> {
    const state = await readState(folder)
    const near = commits.flatMap(([commit]) => nearestHeld(commit, state.contents, at))
    const haves = [...new Set(near)].slice(0, mostTogether)
    const wants = [...new Set(commits.map(([commit, via]) => via?.hash ?? commit))]
    await take(depot, { wants, haves, shallow: haves, depth: 1 })
    const types = new Map<string, string | undefined>()
    for (const [commit] of commits) types.set(commit, await depot.typeOf(commit))
    const came = [...types.keys()].filter((commit) => types.get(commit) === 'commit')
    await writeState(folder, { ...state, contents: [...state.contents, ...came] })
    const [first = ''] = types.keys()
    if (types.get(first) === undefined) throw notSent(url, first)
  }

  /** One commit, as a difference to what is near it. */
  async function fetchAlone(depot: Depot, commit: string, via: Ref | undefined): Promise<void> {
    const state = await readState(folder)
    const haves = nearestHeld(commit, state.contents, at)
    let isContent = true
    try {
      await take(depot, { wants: [via?.hash ?? commit], haves, shallow: haves, depth: 1 })
    } catch (error) {
      if (via) throw listIsOld(error, via.name)
      if (!Failure.is(error, 'not-found')) throw error
      await fetchAll(depot, state, true)
      isContent = false
    }
    const type = await depot.typeOf(commit)
    if (type === undefined) throw notSent(url, commit)
    // A tag may name a file or a folder: that is no content to build on.
    if (type !== 'commit' || !isContent) return
    await writeState(folder, { ...state, contents: [...state.contents, commit] })
  }

  /** Everything that the refs lead to; commits only, unless `withContent`. */
  async function fetchAll(depot: Depot, state: DepotState, withContent: boolean): Promise<void> {
    const tips = [...new Set(at.refs.map(({ hash }) => hash))]
    const haves = state.historyHasContent === withContent ? state.historyTips : []
    const held = new Set(haves)
    const wants = tips.filter((hash) => !held.has(hash))
    const commitsOnly = !withContent
    if (wants.length > 0) {
      await take(depot, { wants, haves, shallow: [], commitsOnly }).catch((error: unknown) => {
        throw listIsOld(error, 'the history')
      })
    }
    await depot.setRefs(at.refs)
    await writeState(folder, { ...state, historyTips: tips, historyHasContent: withContent })
  }

  async function fetchHistory(depot: Depot): Promise<void> {
    const state = await readState(folder)
    const tips = new Set(state.historyTips)
    if (tips.size > 0 && at.refs.every(({ hash }) => tips.has(hash))) {
      await depot.expectHeld(at.refs.map(({ hash }) => hash))
      return depot.setRefs(at.refs)
    }
    await fetchAll(depot, state, state.historyHasContent || !(await remote.canFilter()))
  }

  /** What upstream lists it must have; where it says otherwise, the list is old, or its servers do not agree. */
  function listIsOld(error: unknown, what: string): unknown {
    if (!Failure.is(error, 'not-found')) return error
    onOldList()
    return new Failure(
      'unreachable',
      `Cannot read ${what} of ${url}: the server lists it, and then says that it is not there`,
      { url, at: 'ref', cause: error },
    )
  }

  return {
    async withContent(commit, use, via) {
      waiting.set(commit, via)
      try {
        return await copy.mended(at.objectFormat, async (depot) => {
          if (!(await holdsContent(depot, commit))) {
            await copy.exclusive(async () => {
              if (await holdsContent(depot, commit)) return
              await fetchContent(depot, commit, via)
              await depot.consolidate()
            })
          }
          waiting.delete(commit)
          return await use(depot)
        })
      } finally {
        waiting.delete(commit)
      }
    },
    withHistory: (use) =>
      copy.mended(at.objectFormat, async (depot) => {
        await copy.exclusive(async () => {
          await fetchHistory(depot)
          await depot.consolidate()
        })
        return use(depot)
      }),
  }
}

function notSent(url: string, commit: string): Failure {
  return new Failure('unreachable', `Cannot read ${commit} of ${url}: the server did not send it`, {
    url,
    at: 'commit',
  })
}
