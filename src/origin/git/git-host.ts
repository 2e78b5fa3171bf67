import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Reason } from '../../outbound/request-record.ts'
import { openAbsence } from '../absence.ts'
import type { CodeHost, CodeView } from '../code-host.ts'
import type { DepotShelf } from './depot-shelf.ts'
import type { GitLimits } from './git-program.ts'
import { gitView } from './git-view.ts'
import { localCopy } from './local-copy.ts'
import { tagsIn, type RefSnapshot } from './refs.ts'
import { gitRemote, type RemoteOptions } from './remote.ts'
import { supplyFor } from './supply.ts'

/** What the git hosts of one program share. */
export interface GitOptions extends RemoteOptions, GitLimits {
  /** Where depots are, one per origin URL; one shelf for all hosts that share its folder. */
  readonly shelf: DepotShelf
}

/** Refs that stay in memory, of all repositories together; each takes less than a kilobyte. */
const maxKeptRefs = 500_000

/** The last list of refs of each repository, those that were used longest ago gone first. */
const snapshots = new LRUCache<object, RefSnapshot>({
  maxSize: maxKeptRefs,
  sizeCalculation: ({ refs }) => refs.length + 1,
})

/** Opens the repository at an original URL. Nothing is asked yet. */
export function gitHost(url: string, options: GitOptions): CodeHost {
  const remote = gitRemote(url, options)
  const id = createHash('sha256').update(url).digest('hex').slice(0, 40)
  const copy = localCopy(url, id, options, options.shelf)
  const key = {}
  /** One view for each list of refs, so that what is asked for through it at a time can be brought together. */
  const views = new WeakMap<RefSnapshot, CodeView>()
  const absence = openAbsence(options.now)
  let asking: Promise<RefSnapshot> | undefined
  /** A look may wait for its turn, and be refused for reasons that do not count for people: they do not share it. */
  let looking: Promise<RefSnapshot> | undefined
  /** What was asked in an earlier one is of no use to those who come now. */
  let era = 0

  function seen(maxAge: number): RefSnapshot | undefined {
    const known = snapshots.get(key)
    const age = options.now() - (known?.at ?? Infinity)
    return age >= 0 && age <= maxAge ? known : undefined
  }

  /** One list of refs serves everyone who asks while it is fresh, or while it is being asked for. */
  async function refs(maxAge: number, missingFor: number): Promise<RefSnapshot> {
    const known = seen(maxAge)
    if (known) return known
    if (asking) return asking
    absence.expectNone(missingFor)
    const mine = read().finally(() => {
      if (asking === mine) asking = undefined
    })
    return (asking = mine)
  }

  async function read(reason?: Reason): Promise<RefSnapshot> {
    const begun = era
    const fresh = await absence.watch(remote.refs(reason))
    if (begun === era) snapshots.set(key, fresh)
    return fresh
  }

  function viewOf(at: RefSnapshot): CodeView {
    const onOldList = () => {
      if (snapshots.get(key) === at) snapshots.delete(key)
    }
    return gitView(url, at, supplyFor({ remote, copy, at, onOldList }))
  }

  function startLooking(reason: Reason): Promise<RefSnapshot> {
    const mine = read(reason).finally(() => {
      if (looking === mine) looking = undefined
    })
    return (looking = mine)
  }

  return {
    vcs: 'git',
    url,
    async view(maxAge, missingFor = 0): Promise<CodeView> {
      const at = await refs(maxAge, missingFor)
      const view = views.get(at) ?? viewOf(at)
      views.set(at, view)
      return view
    },
    seen(maxAge) {
      const known = seen(maxAge)
      return known && { tags: tagsIn(known) }
    },
    async look(reason) {
      return { tags: tagsIn(await (looking ?? asking ?? startLooking(reason))) }
    },
    hasCommit: (hash) => remote.hands(hash),
    forget() {
      era++
      absence.forget()
      asking = undefined
      looking = undefined
      snapshots.delete(key)
    },
  }
}
