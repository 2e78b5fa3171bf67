import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CodeHost, CodeView } from '../code-host.ts'
import type { HostOptions } from '../programs/host-options.ts'
import { highestTag } from '../programs/highest-tag.ts'
import type { CopyFolders } from '../programs/local-copy.ts'
import { recentView } from '../programs/recent-view.ts'
import { nothingInIt } from '../programs/nothing-in-it.ts'
import { isRevisionName } from '../programs/unknown-revision.ts'
import { withZipTree } from '../programs/zip-snapshot.ts'
import { hg, hgCopy, hgIfThere } from './hg-copy.ts'
import { hgNames } from './hg-names.ts'
import { hgRevision, symbol } from './hg-revision.ts'

/**
 * Opens the Mercurial repository at an original URL. Nothing is asked yet.
 *
 * Source: `cmd/go/internal/modfetch/codehost`, `vcsCmds["hg"]`
 */
export function hgHost(url: string, options: HostOptions): CodeHost {
  const copy = hgCopy(url, options)

  async function makeView(): Promise<CodeView> {
    const names = await copy.refreshed(({ copy: folder }) => hgNames(folder))
    const { tags, branches, repoSum } = names
    if (branches.size === 0) throw nothingInIt(url, 'changeset')
    const find = (name: string) =>
      copy.held(({ copy: folder }) => hgRevision(folder, url, name, branches))
    return {
      at: options.now(),
      tags,
      repoSum,
      stat: find,
      latest: () => find('tip'),
      readFile: (hash, path, maxBytes) =>
        copy.held(({ copy: folder }) =>
          hgIfThere(folder, ['cat', `--rev=${full(hash)}`, '--', `path:${path}`], maxBytes),
        ),
      async recentTag(hash, prefix, allowed) {
        const rev = `ancestors(${full(hash)}) and tag()`
        const printed = await copy.held(({ copy: folder }) =>
          hg(folder, ['log', `--rev=${rev}`, '-T', '{tags}\n']),
        )
        return highestTag(printed.toString('utf8').split(/\s+/), prefix, allowed)
      },
      async descendsFrom(hash, tag) {
        if (!isRevisionName(tag)) return false
        const rev = `ancestors(${full(hash)}) and ${symbol(tag)}`
        const printed = await copy.held(({ copy: folder }) =>
          hgIfThere(folder, ['log', '-l1', `--rev=${rev}`, '-T', '{node}']),
        )
        return printed !== undefined && printed.length > 0
      },
      withTree: (hash, subdir, use) =>
        copy.held(async (folders) => withZipTree(await archive(folders, hash, subdir), use)),
      archiveSize: (hash, subdir) =>
        copy.held(async (folders) => (await stat(await archive(folders, hash, subdir))).size),
    }
  }

  return { vcs: 'hg', url, ...recentView(options.now, makeView) }
}

async function archive({ copy, scratch }: CopyFolders, hash: string, subdir: string) {
  const file = join(scratch, 'tree.zip')
  const only = subdir === '' ? [] : [`--include=glob:${subdir}/**`]
  const kind = ['archive', '-t', 'zip', '--no-decode', '--prefix=prefix/']
  await hg(copy, [...kind, `--rev=${full(hash)}`, ...only, '--', file])
  return file
}

/** A whole hash, as `stat` gave it: nothing else goes into an expression of ours. */
function full(hash: string): string {
  if (!/^[0-9a-f]{40}$/.test(hash)) throw new RangeError(`"${hash}" is not a changeset's hash`)
  return hash
}
