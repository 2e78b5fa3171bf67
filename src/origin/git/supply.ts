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

  async function holdsContent(depot: Depot, commit: string): Promise<boolean> {
    const state = await readState(folder)
    if (state.contents.includes(commit)) return true
    return state.historyHasContent && (await depot.typeOf(commit)) === 'commit'
  }

  async function take(depot: Depot, wish: PackWish): Promise<void> {
    await remote.bring(wish, wish.commitsOnly ? 'commits' : 'content', depot)
  }

  /** One commit with its files and without its history, as a difference to what is near it. */
  async function fetchContent(depot: Depot, commit: string, via: Ref | undefined): Promise<void> {
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
    withContent: (commit, use, via) =>
      copy.mended(at.objectFormat, async (depot) => {
        if (!(await holdsContent(depot, commit))) {
          await copy.exclusive(async () => {
            if (await holdsContent(depot, commit)) return
            await fetchContent(depot, commit, via)
            await depot.consolidate()
          })
        }
        return use(depot)
      }),
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
