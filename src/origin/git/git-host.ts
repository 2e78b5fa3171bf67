import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { CodeHost, CodeView } from '../code-host.ts'
import type { GitLimits } from './git-program.ts'
import { gitView } from './git-view.ts'
import { localCopy } from './local-copy.ts'
import type { RefSnapshot } from './refs.ts'
import { gitRemote, type RemoteOptions } from './remote.ts'
import { supplyFor } from './supply.ts'

/** What the git hosts of one program share. */
export interface GitOptions extends RemoteOptions, GitLimits {
  /** Folder for depots, one per origin URL. */
  readonly folder: string
  /** Mutual exclusion across processes. */
  readonly lock: (name: string) => Promise<AsyncDisposable>
}

/** Opens the repository at an original URL. Nothing is asked yet. */
export function gitHost(url: string, options: GitOptions): CodeHost {
  const remote = gitRemote(url, options)
  const id = createHash('sha256').update(url).digest('hex').slice(0, 40)
  const copy = localCopy(url, resolve(options.folder, id), () => options.lock(`git-${id}`), options)
  let snapshot: RefSnapshot | undefined
  let asking: Promise<RefSnapshot> | undefined

  /** One list of refs serves everyone who asks while it is fresh, or while it is being asked for. */
  async function refs(maxAge: number): Promise<RefSnapshot> {
    const age = options.now() - (snapshot?.at ?? Infinity)
    if (snapshot && age >= 0 && age <= maxAge) return snapshot
    asking ??= remote.refs().finally(() => (asking = undefined))
    return (snapshot = await asking)
  }

  return {
    vcs: 'git',
    url,
    async view(maxAge): Promise<CodeView> {
      const at = await refs(maxAge)
      const onOldList = () => {
        if (snapshot === at) snapshot = undefined
      }
      return gitView(url, at, supplyFor({ remote, copy, at, onOldList }))
    },
  }
}
