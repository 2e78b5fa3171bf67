import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import type { Purpose } from '../../outbound/request-record.ts'
import type { CodeHost, CodeView, Revision } from '../code-host.ts'
import { MAX_LINES, runOutside } from '../programs/ask-program.ts'
import type { HostOptions } from '../programs/host-options.ts'
import { programFailure } from '../programs/program-failure.ts'
import { recentView } from '../programs/recent-view.ts'
import { unknownRevision } from '../programs/unknown-revision.ts'
import { exportedSize, exportedTree } from './svn-export.ts'
import { svnProgram } from './svn-program.ts'
import { svnRevision } from './svn-revision.ts'
import { parseSvnList, type SvnListEntry } from './svn-xml.ts'

/** Output for which svn says that there is no such file, folder or revision. */
const notThere = /[EW]1600(06|13)|E200009|E195012|E205000|E160005|W195007|E175002: \D*404\b/

/** How a revision may be named: by number, by `HEAD`, by date. Source: `svn help log`, the Subversion book */
const revisionName = /^(?:r*\d{1,18}|HEAD|\{[\dTZ:.+ -]+\})$/i

/**
 * Opens the Subversion repository, or the folder of one, at an original URL. Nothing is asked yet, and nothing kept:
 * each question goes to the server, as those of the go command do; a view has asked whether it is there. There are no
 * tags: those are folders, which the go command lists with a slash behind their names, so that none is a version.
 * Ancestry is not known either.
 *
 * Source: `cmd/go/internal/modfetch/codehost`, `vcsCmds["svn"]`, `svnReadZip`
 */
export function svnHost(url: string, options: HostOptions): CodeHost {
  const { gate, now, maxBytes } = options

  /** Runs svn in a folder of its own, which vanishes after `use`. */
  async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = resolve(options.folder, randomUUID())
    await mkdir(folder, { recursive: true })
    try {
      return await use(folder)
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  /** What svn prints; undefined where it says that there is no such thing. */
  async function svn(
    folder: string,
    args: (target: string) => readonly string[],
    purpose: Purpose,
    maxOutput = MAX_LINES,
  ): Promise<Buffer | undefined> {
    const permit = gate.permitProgram.bind(gate)
    const errand = { url, purpose, maxBytes }
    const { code, stdout, stderr } = await runOutside(
      permit,
      errand,
      (way) => svnProgram(folder, args(way.url.replace(/\/$/, '')), way),
      maxOutput,
    )
    if (code === 0) return stdout
    if (notThere.test(stderr)) return undefined
    throw programFailure('svn', url, stderr)
  }

  async function find(name: string): Promise<Revision> {
    const isLatest = name === 'latest'
    if (!isLatest && !revisionName.test(name)) throw unknownRevision(url, name)
    const peg = isLatest ? '' : `@${name}`
    const printed = await inFolder((folder) =>
      svn(folder, (target) => ['log', '-l1', '-q', '--xml', '--', target + peg], 'refs'),
    )
    if (printed === undefined) throw unknownRevision(url, name)
    return svnRevision(printed.toString('utf8'), url, name)
  }

  /** Lends an export of a revision's folder and the list of its files. */
  async function withExport<T>(
    hash: string,
    subdir: string,
    use: (folder: string, list: SvnListEntry[]) => Promise<T>,
  ): Promise<T> {
    return inFolder(async (folder) => {
      const below = subdir === '' ? '' : `/${subdir}`
      const at = ['--revision', number(hash)]
      const listing = ['list', '--xml', '--incremental', '--recursive', ...at]
      const printed = await svn(folder, (target) => [...listing, '--', target + below], 'content')
      const out = join(folder, 'export')
      const plain = ['--quiet', '--native-eol', 'LF', '--ignore-externals', '--ignore-keywords']
      const exported =
        printed &&
        (await svn(folder, (to) => ['export', ...plain, ...at, '--', to + below, out], 'content'))
      if (!printed || !exported) {
        throw new Failure('not-found', `Revision ${hash} of ${url} is not there any more`, {
          url,
          at: 'commit',
        })
      }
      return use(out, parseSvnList(printed.toString('utf8')))
    })
  }

  /** @throws Failure at `repository` unless it is there, and can be asked */
  async function probe(): Promise<void> {
    const printed = await inFolder((folder) =>
      svn(folder, (target) => ['info', '--xml', '--', target], 'refs'),
    )
    if (printed !== undefined) return
    throw new Failure('not-found', `No repository at ${url}: svn finds no such folder there`, {
      url,
      at: 'repository',
    })
  }

  async function makeView(): Promise<CodeView> {
    const at = now()
    await probe()
    let head: Promise<Revision> | undefined
    return {
      at,
      tags: [],
      repoSum: '',
      stat: find,
      latest: () => (head ??= find('latest')),
      readFile: (hash, path, maxFile) =>
        inFolder((folder) =>
          svn(
            folder,
            (target) => ['cat', '--', `${target}/${path}@${number(hash)}`],
            'content',
            maxFile,
          ),
        ),
      recentTag: async () => undefined,
      descendsFrom: async () => false,
      withTree: (hash, subdir, use) =>
        withExport(hash, subdir, async (folder, list) =>
          use(await exportedTree(folder, list, subdir)),
        ),
      archiveSize: (hash, subdir) => withExport(hash, subdir, exportedSize),
    }
  }

  return { vcs: 'svn', url, ...recentView(now, makeView) }
}

/** A revision's number, as `stat` gave it. */
function number(hash: string): string {
  if (!/^\d+$/.test(hash)) throw new RangeError(`"${hash}" is not the number of a revision`)
  return hash
}
