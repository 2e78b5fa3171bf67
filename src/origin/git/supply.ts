import { Failure } from '../../failure.ts'
import type { Depot } from './depot.ts'
import { readState, writeState, type DepotState } from './depot-state.ts'
import { contentFetcher, notSent } from './fetch-content.ts'
import type { LocalCopy } from './local-copy.ts'
import { nearestHeld } from './nearest-held.ts'
import { wantOf, type Order } from './order.ts'
import type { RefSnapshot } from './refs.ts'
import type { GitRemote, PackWish } from './remote.ts'

/** Lends the local copy of a repository, after bringing what is needed. */
export interface Supply {
  /** With a commit and enough of its files. */
  withContent<T>(order: Order, use: (depot: Depot) => Promise<T>): Promise<T>
  /** With the history of all refs, as commits at least. */
  withHistory<T>(use: (depot: Depot) => Promise<T>): Promise<T>
}

/** Commits that are fetched together, at most. */
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
  const content = contentFetcher({ remote, folder, at })
  const waiting = new Set<Order>()

  /** A commit with what is wanted of its files and without its history, and with it others that somebody waits for. */
  async function fetchContent(depot: Depot, order: Order): Promise<void> {
    const others: Order[] = []
    for (const other of waiting) {
      if (others.length >= mostTogether - 1) break
      if (other !== order && !(await content.isHeld(depot, other))) others.push(other)
    }
    if (others.length > 0 && (await cameTogether(depot, [order, ...others]))) return
    const isPart = order.extent !== undefined && remote.mayLeaveOut('files')
    if (isPart && (await cameTogether(depot, [order]))) return
    await fetchWhole(depot, order)
  }

  async function cameTogether(depot: Depot, orders: readonly Order[]): Promise<boolean> {
    try {
      await content.together(depot, orders)
      return true
    } catch (error) {
      if (!Failure.is(error, 'not-found', 'refused')) throw error
      return false
    }
  }

  /** One commit, as a difference to what is near it. */
  async function fetchWhole(depot: Depot, order: Order): Promise<void> {
    const { commit, via } = order
    const state = await readState(folder)
    const haves = nearestHeld(commit, state.contents, at)
    let isContent = true
    try {
      const wish: PackWish = { wants: [wantOf(order)], haves, shallow: haves, depth: 1 }
      await remote.bring(wish, 'content', depot)
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

  /** Everything that the refs lead to; commits only, unless `withContent`, or the server leaves nothing out. */
  async function fetchAll(depot: Depot, state: DepotState, withContent: boolean): Promise<void> {
    const tips = [...new Set(at.refs.map(({ hash }) => hash))]
    const haves = state.historyHasContent === withContent ? state.historyTips : []
    const held = new Set(haves)
    const wants = tips.filter((hash) => !held.has(hash))
    const wish: PackWish = { wants, haves, shallow: [] }
    const without = withContent ? undefined : ({ without: 'content', partial: haves } as const)
    let isWithout = without !== undefined
    if (wants.length > 0) {
      const purpose = withContent ? 'content' : 'commits'
      try {
        isWithout = await remote.bring({ ...wish, ...without }, purpose, depot)
      } catch (error) {
        if (without && !remote.mayLeaveOut('content')) return fetchAll(depot, state, true)
        throw listIsOld(error, 'the history')
      }
      // What it has sent is all of these, but not of those that were held.
      if (without && !isWithout && haves.length > 0) return fetchAll(depot, state, true)
    }
    await depot.setRefs(at.refs)
    await writeState(folder, { ...state, historyTips: tips, historyHasContent: !isWithout })
  }

  async function fetchHistory(depot: Depot): Promise<void> {
    const state = await readState(folder)
    const tips = new Set(state.historyTips)
    if (tips.size > 0 && at.refs.every(({ hash }) => tips.has(hash))) {
      await depot.expectHeld(at.refs.map(({ hash }) => hash))
      return depot.setRefs(at.refs)
    }
    await fetchAll(depot, state, state.historyHasContent || !remote.mayLeaveOut('content'))
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
    async withContent(order, use) {
      waiting.add(order)
      try {
        return await copy.mended(at.objectFormat, async (depot) => {
          if (!(await content.isHeld(depot, order))) {
            await copy.exclusive(async () => {
              if (await content.isHeld(depot, order)) return
              await fetchContent(depot, order)
              await depot.consolidate()
            })
          }
          waiting.delete(order)
          return use(depot)
        })
      } finally {
        waiting.delete(order)
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
