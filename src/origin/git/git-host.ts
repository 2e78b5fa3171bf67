import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import type { CodeHost, CodeView } from '../code-host.ts'
import { DepotDamaged, openDepot, type Depot } from './depot.ts'
import { readState, writeState, type DepotState } from './depot-state.ts'
import { nearestHeld } from './nearest-held.ts'
import { gitView } from './git-view.ts'
import type { Ref, RefSnapshot } from './refs.ts'
import { gitRemote, type PackWish, type RemoteOptions } from './remote.ts'

/** What the git hosts of one program share. */
export interface GitOptions extends RemoteOptions {
  /** Folder for depots, one per origin URL. */
  readonly folder: string
  /** Mutual exclusion across processes. */
  readonly lock: (name: string) => Promise<AsyncDisposable>
}

/**
 * Lends the local copy of a repository, after bringing what is needed. When that copy turns out damaged, it is made
 * anew, and `use` runs once more.
 */
export interface Supply {
  /** With a commit and all its files. `via` is the ref that leads to it, if one does. */
  withContent<T>(commit: string, use: (depot: Depot) => Promise<T>, via?: Ref): Promise<T>
  /** With the history of all refs, as commits at least. */
  withHistory<T>(use: (depot: Depot) => Promise<T>): Promise<T>
}

/** Opens the repository at an original URL. Nothing is asked yet. */
export function gitHost(url: string, options: GitOptions): CodeHost {
  const remote = gitRemote(url, options)
  const id = createHash('sha256').update(url).digest('hex').slice(0, 40)
  const folder = join(options.folder, id)
  let snapshot: RefSnapshot | undefined
  let asking: Promise<RefSnapshot> | undefined
  let fetching: Promise<unknown> = Promise.resolve()

  /** Fetches of one repository run one after the other: the next may need nothing any more. */
  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = fetching.then(async () => {
      await using _ = await options.lock(`git-${id}`)
      return await work()
    })
    fetching = turn.catch(() => {})
    return turn
  }

  async function refs(maxAge: number): Promise<RefSnapshot> {
    if (snapshot && options.now() - snapshot.at <= maxAge) return snapshot
    asking ??= remote.refs().finally(() => (asking = undefined))
    return (snapshot = await asking)
  }

  function supplyFor(at: RefSnapshot): Supply {
    async function mended<T>(work: (depot: Depot) => Promise<T>): Promise<T> {
      try {
        return await work(await openDepot(folder, at.objectFormat, exclusive))
      } catch (error) {
        if (!(error instanceof DepotDamaged)) throw error
      }
      await exclusive(() => rm(folder, { recursive: true, force: true }))
      try {
        return await work(await openDepot(folder, at.objectFormat, exclusive))
      } catch (error) {
        if (!(error instanceof DepotDamaged)) throw error
        throw new Failure('unusable', `Cannot read ${url}: ${error.message}`, {
          url,
          at: 'content',
        })
      }
    }

    async function take(depot: Depot, wish: PackWish): Promise<void> {
      await depot.addPack(remote.pack(wish, wish.commitsOnly ? 'commits' : 'content'))
    }

    async function fetchAll(depot: Depot, state: DepotState, withContent: boolean): Promise<void> {
      const tips = [...new Set(at.refs.map(({ hash }) => hash))]
      const usable = state.historyHasContent === withContent ? state.historyTips : []
      const held = new Set(usable)
      const wants = tips.filter((hash) => !held.has(hash))
      if (wants.length > 0) {
        await take(depot, {
          wants,
          haves: usable,
          shallow: [],
          ...(!withContent && { commitsOnly: true }),
        })
      }
      await depot.setRefs(at.refs)
      await writeState(folder, { ...state, historyTips: tips, historyHasContent: withContent })
    }

    async function fetchContent(depot: Depot, commit: string, via: Ref | undefined): Promise<void> {
      const state = await readState(folder)
      const haves = nearestHeld(commit, state.contents, at)
      try {
        await take(depot, { wants: [via?.hash ?? commit], haves, shallow: haves, depth: 1 })
      } catch (error) {
        if (via || !Failure.is(error, 'not-found')) throw error
        return fetchAll(depot, state, true)
      }
      await writeState(folder, { ...state, contents: [...state.contents, commit] })
    }

    async function fetchHistory(depot: Depot): Promise<void> {
      const state = await readState(folder)
      const tips = new Set(state.historyTips)
      if (tips.size > 0 && at.refs.every(({ hash }) => tips.has(hash)))
        return depot.setRefs(at.refs)
      await fetchAll(depot, state, state.historyHasContent || !(await remote.canFilter()))
    }

    return {
      withContent: (commit, use, via) =>
        mended(async (depot) => {
          if (!(await holdsContent(depot, commit))) {
            await exclusive(async () => {
              if (!(await holdsContent(depot, commit))) await fetchContent(depot, commit, via)
            })
          }
          return use(depot)
        }),
      withHistory: (use) =>
        mended(async (depot) => {
          await exclusive(() => fetchHistory(depot))
          return use(depot)
        }),
    }
  }

  async function holdsContent(depot: Depot, commit: string): Promise<boolean> {
    const state = await readState(folder)
    if (state.contents.includes(commit)) return true
    return state.historyHasContent && (await depot.read(commit, 'commit', 1 << 20)) !== undefined
  }

  return {
    vcs: 'git',
    url,
    async view(maxAge): Promise<CodeView> {
      const at = await refs(maxAge)
      return gitView(url, at, supplyFor(at))
    },
  }
}
