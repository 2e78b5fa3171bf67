import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { CodeHost, CodeView } from '../code-host.ts'
import type { DepotShelf } from './depot-shelf.ts'
import type { GitLimits } from './git-program.ts'
import { gitView } from './git-view.ts'
import { localCopy } from './local-copy.ts'
import type { RefSnapshot } from './refs.ts'
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
  let asking: Promise<RefSnapshot> | undefined

  /** One list of refs serves everyone who asks while it is fresh, or while it is being asked for. */
  async function refs(maxAge: number): Promise<RefSnapshot> {
    const known = snapshots.get(key)
    const age = options.now() - (known?.at ?? Infinity)
    if (known && age >= 0 && age <= maxAge) return known
    asking ??= remote.refs().finally(() => (asking = undefined))
    const fresh = await asking
    snapshots.set(key, fresh)
    return fresh
  }

  return {
    vcs: 'git',
    url,
    async view(maxAge): Promise<CodeView> {
      const at = await refs(maxAge)
      const onOldList = () => {
        if (snapshots.get(key) === at) snapshots.delete(key)
      }
      return gitView(url, at, supplyFor({ remote, copy, at, onOldList }))
    },
  }
}
