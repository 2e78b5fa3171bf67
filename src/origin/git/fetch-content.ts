import { Failure } from '../../failure.ts'
import type { Extent } from '../code-host.ts'
import type { Depot } from './depot.ts'
import { readState, writeState } from './depot-state.ts'
import { missingFiles } from './extent-files.ts'
import { nearestHeld } from './nearest-held.ts'
import { wantOf, type Order } from './order.ts'
import type { RefSnapshot } from './refs.ts'
import type { GitRemote } from './remote.ts'

/** Brings commits without their history. */
export interface ContentFetcher {
  /** Whether enough of it is held. */
  isHeld(depot: Depot, order: Order): Promise<boolean>
  /**
   * Brings what is wanted of the first commit, and with it that of others as far as it comes. One request for all that is
   * wanted whole; one more before it, for folders without files, where only parts are: the files that they lack then come
   * with the rest.
   *
   * @throws Failure when the first did not come; then nothing is known of the others
   */
  together(depot: Depot, orders: readonly Order[]): Promise<void>
}

/** What {@link contentFetcher} stands on. */
export interface FetchParts {
  readonly remote: GitRemote
  /** Of the local copy. */
  readonly folder: string
  readonly at: RefSnapshot
}

/** Held commits that are offered in one request, at most. */
const mostHaves = 64

/** Files that are asked for by name in one request, at most: each costs a line. Where there are more, all come. */
const mostFiles = 2000

/** Opens the fetcher. Its calls that bring something go one at a time, among all processes. */
export function contentFetcher({ remote, folder, at }: FetchParts): ContentFetcher {
  /** Parts that were found held, in each making of the repository: nothing is ever removed from one. */
  const complete = new WeakMap<Depot, Set<string>>()

  async function missing(depot: Depot, commit: string, extent?: Extent): Promise<string[]> {
    if (!extent || complete.get(depot)?.has(keyOf(commit, extent))) return []
    const hashes = await missingFiles(depot, commit, extent)
    const known = complete.get(depot) ?? new Set()
    if (hashes.length === 0) complete.set(depot, known.add(keyOf(commit, extent)))
    return hashes
  }

  async function isHeld(depot: Depot, order: Order): Promise<boolean> {
    const { commit, enough } = order
    const { contents, trees, historyHasContent } = await readState(folder)
    if (contents.includes(commit)) return true
    if (trees.includes(commit))
      return enough ? (await missing(depot, commit, enough)).length === 0 : false
    return historyHasContent && (await depot.typeOf(commit)) === 'commit'
  }

  const near = (orders: readonly Order[], held: readonly string[]) =>
    [...new Set(orders.flatMap(({ commit }) => nearestHeld(commit, held, at)))].slice(0, mostHaves)

  /** All folders of commits, but no files, as differences to what is near each of them. */
  async function bringFolders(depot: Depot, orders: readonly Order[]): Promise<void> {
    const state = await readState(folder)
    const { contents, trees } = state
    const lacking = orders.filter(({ commit }) => !trees.includes(commit))
    if (lacking.length === 0) return
    const wants = [...new Set(lacking.map(wantOf))]
    const haves = near(lacking, [...new Set([...contents, ...trees])])
    const partial = haves.filter((hash) => !contents.includes(hash))
    const wish = { wants, haves, shallow: haves, partial, depth: 1, without: 'files' } as const
    const isWithout = await remote.bring(wish, 'content', depot)
    const came = await commitsAmong(depot, lacking)
    const kept = isWithout
      ? { ...state, trees: [...new Set([...trees, ...came])] }
      : { ...state, contents: [...new Set([...contents, ...came])] }
    await writeState(folder, kept)
  }

  /** The files that are lacking of commits whose folders have come; undefined where they are too many. */
  async function filesLacking(
    depot: Depot,
    orders: readonly Order[],
  ): Promise<readonly string[] | undefined> {
    const { trees } = await readState(folder)
    const files = new Set<string>()
    for (const order of orders) {
      if (!trees.includes(order.commit)) continue
      for (const hash of await missing(depot, order.commit, order.extent)) files.add(hash)
    }
    return files.size > mostFiles ? undefined : [...files]
  }

  async function together(depot: Depot, orders: readonly Order[]): Promise<void> {
    const isWhole = ({ extent }: Order) => !extent || !remote.mayLeaveOut('files')
    const whole = orders.filter(isWhole)
    const commits = new Set(whole.map(({ commit }) => commit))
    const parts = orders.filter((order) => !isWhole(order) && !commits.has(order.commit))
    const files = await bringFolders(depot, parts).then(
      () => filesLacking(depot, parts),
      (error: unknown) => {
        if (remote.mayLeaveOut('files')) throw error
      },
    )
    if (!files) whole.push(...parts)
    await bringRest(depot, whole, files ?? [])
    const [first] = orders
    if (first && !(await hasCome(depot, first))) throw notSent(remote.url, first.commit)
  }

  /** Commits with all their files, as differences to what is near each of them, and other files by name. */
  async function bringRest(
    depot: Depot,
    whole: readonly Order[],
    files: readonly string[],
  ): Promise<void> {
    const wants = [...new Set([...whole.map(wantOf), ...files])]
    if (wants.length === 0) return
    const state = await readState(folder)
    const haves = near(whole, state.contents)
    try {
      const depth = whole.length > 0 && ({ depth: 1 } as const)
      await remote.bring({ wants, haves, shallow: haves, ...depth }, 'content', depot)
    } catch (error) {
      if (whole.length === 0 && Failure.is(error, 'not-found')) remote.expectFiles()
      throw error
    }
    const came = await commitsAmong(depot, whole)
    await writeState(folder, { ...state, contents: [...new Set([...state.contents, ...came])] })
  }

  async function hasCome(depot: Depot, order: Order): Promise<boolean> {
    if (await isHeld(depot, order)) return true
    const type = await depot.typeOf(order.commit)
    return type !== undefined && type !== 'commit'
  }

  return { isHeld, together }
}

/** Those that have come, and are commits: a tag may name something else. */
async function commitsAmong(depot: Depot, orders: readonly Order[]): Promise<string[]> {
  const found: string[] = []
  for (const { commit } of orders) {
    if ((await depot.typeOf(commit)) === 'commit') found.push(commit)
  }
  return found
}

const keyOf = (commit: string, extent: Order['extent']) => JSON.stringify([commit, extent])

/** A server that answers well, and leaves out what it was asked for. */
export function notSent(url: string, commit: string): Failure {
  return new Failure('unreachable', `Cannot read ${commit} of ${url}: the server did not send it`, {
    url,
    at: 'commit',
  })
}
