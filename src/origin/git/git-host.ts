import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import { systemFailure } from '../../store/system-failure.ts'
import type { CodeHost, CodeView } from '../code-host.ts'
import { DepotDamaged, type Depot } from './depot.ts'
import { readState, writeState, type DepotState } from './depot-state.ts'
import { gitView } from './git-view.ts'
import { nearestHeld } from './nearest-held.ts'
import { findDepot, openDepot } from './open-depot.ts'
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
  const folder = resolve(options.folder, id)
  let snapshot: RefSnapshot | undefined
  let asking: Promise<RefSnapshot> | undefined
  let fetching: Promise<unknown> = Promise.resolve()
  let opened: Depot | undefined

  /** Fetches of one repository run one after the other: the next may need nothing any more. */
  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = fetching.then(async () => {
      await using _ = await options.lock(`git-${id}`)
      return await work().catch((error: unknown) => {
        throw systemFailure(error, `store objects of ${url}`)
      })
    })
    fetching = turn.catch(() => {})
    return turn
  }

  async function refs(maxAge: number): Promise<RefSnapshot> {
    const age = options.now() - (snapshot?.at ?? Infinity)
    if (snapshot && age >= 0 && age <= maxAge) return snapshot
    asking ??= remote.refs().finally(() => (asking = undefined))
    return (snapshot = await asking)
  }

  async function take(depot: Depot, wish: PackWish): Promise<void> {
    const pack = remote.pack(wish, wish.commitsOnly ? 'commits' : 'content')
    await depot.addPack(pack, wish.haves.length > 0)
  }

  function supplyFor(at: RefSnapshot): Supply {
    async function open(): Promise<Depot> {
      const held = opened && (await findDepot(folder, at.objectFormat, opened))
      return (opened = held ?? (await exclusive(() => openDepot(folder, at.objectFormat))))
    }

    /** Removes a damaged depot, unless somebody else has made it anew meanwhile. */
    async function discardDepot(depot: Depot): Promise<void> {
      await exclusive(async () => {
        const now = await findDepot(folder, at.objectFormat)
        if (!now || now.id === depot.id) await rm(folder, { recursive: true, force: true })
      })
    }

    async function mended<T>(work: (depot: Depot) => Promise<T>): Promise<T> {
      const depot = await open()
      try {
        return await work(depot)
      } catch (error) {
        if (!(error instanceof DepotDamaged)) throw error
      }
      await discardDepot(depot)
      try {
        return await work(await open())
      } catch (error) {
        if (!(error instanceof DepotDamaged)) throw error
        throw new Failure('unusable', `Cannot read ${url}: ${error.message}`, {
          url,
          at: 'content',
        })
      }
    }

    /** What upstream lists it must have; where it says otherwise, the list is old, or its servers do not agree. */
    function listIsOld(error: unknown, what: string): unknown {
      if (!Failure.is(error, 'not-found')) return error
      if (snapshot === at) snapshot = undefined
      return new Failure(
        'unreachable',
        `Cannot read ${what} of ${url}: the server lists it, and then says that it is not there`,
        { url, at: 'ref', cause: error },
      )
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
        }).catch((error: unknown) => {
          throw listIsOld(error, 'the history')
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
        if (via) throw listIsOld(error, via.name)
        if (!Failure.is(error, 'not-found')) throw error
        return fetchAll(depot, state, true)
      }
      // A tag may name a file or a folder: that is no content to build on.
      if ((await depot.typeOf(commit)) !== 'commit') return
      await writeState(folder, { ...state, contents: [...state.contents, commit] })
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

    return {
      withContent: (commit, use, via) =>
        mended(async (depot) => {
          if (!(await holdsContent(depot, commit))) {
            await exclusive(async () => {
              if (!(await holdsContent(depot, commit))) await fetchContent(depot, commit, via)
            })
            if ((await depot.typeOf(commit)) === undefined) throw notSent(commit)
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
    return state.historyHasContent && (await depot.typeOf(commit)) === 'commit'
  }

  function notSent(commit: string): Failure {
    return new Failure(
      'unreachable',
      `Cannot read ${commit} of ${url}: the server did not send it`,
      { url, at: 'commit' },
    )
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
