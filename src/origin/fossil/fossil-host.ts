import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import type { CodeHost, CodeView, Revision } from '../code-host.ts'
import type { HostOptions } from '../programs/host-options.ts'
import type { CopyFolders } from '../programs/local-copy.ts'
import { recentView } from '../programs/recent-view.ts'
import { isRevisionName, unknownRevision } from '../programs/unknown-revision.ts'
import { withZipTree } from '../programs/zip-snapshot.ts'
import { database, fossil, fossilCopy } from './fossil-program.ts'
import { fossilRevision } from './fossil-revision.ts'

/**
 * Opens the Fossil repository at an original URL. Nothing is asked yet. As with the go command, no tags are listed and
 * ancestry is not known, so that only pseudo-versions without a base come of it, and tags that are asked for by name.
 *
 * Source: `cmd/go/internal/modfetch/codehost`, `vcsCmds["fossil"]`
 */
export function fossilHost(url: string, options: HostOptions): CodeHost {
  const copy = fossilCopy(url, options)

  async function find(name: string): Promise<Revision> {
    const printed = isRevisionName(name)
      ? await copy.held((folders) => fossil(folders, ['info', '-R', database(folders), '--', name]))
      : undefined
    if (printed === undefined) throw unknownRevision(url, name)
    return fossilRevision(printed.toString('utf8'), url, name)
  }

  async function archive(folders: CopyFolders, hash: string, subdir: string): Promise<string> {
    const only = subdir === '' || /[*?[\],]/.test(subdir) ? [] : [`--include=${subdir}`]
    const args = ['zip', '-R', database(folders), '--name', 'prefix', ...only]
    const made = await fossil(folders, [...args, '--', full(hash), 'tree.zip'])
    if (made !== undefined) return join(folders.scratch, 'tree.zip')
    throw new Failure('unusable', `fossil makes no archive of ${hash} of ${url}`, {
      url,
      at: 'content',
    })
  }

  async function makeView(): Promise<CodeView> {
    await copy.refreshed(async () => {})
    return {
      at: options.now(),
      tags: [],
      repoSum: '',
      stat: find,
      latest: () => find('trunk'),
      readFile: (hash, path, maxBytes) =>
        copy.held((folders) =>
          fossil(
            folders,
            ['cat', '-R', database(folders), `-r=${full(hash)}`, '--', path],
            maxBytes,
          ),
        ),
      recentTag: async () => undefined,
      descendsFrom: async () => false,
      withTree: (hash, subdir, use) =>
        copy.held(async (folders) => withZipTree(await archive(folders, hash, subdir), use)),
      archiveSize: (hash, subdir) =>
        copy.held(async (folders) => (await stat(await archive(folders, hash, subdir))).size),
    }
  }

  return { vcs: 'fossil', url, ...recentView(options.now, makeView) }
}

function full(hash: string): string {
  if (!/^[0-9a-f]{40}$/.test(hash)) throw new RangeError(`"${hash}" is not a check-in's hash`)
  return hash
}
