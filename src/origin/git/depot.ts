import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { run, runForOutput, type Program, type Running } from '../../outbound/run.ts'
import type { ObjectFormat, Ref } from './refs.ts'

/**
 * One bare repository on disk that holds what was fetched of one origin URL. No git command run on it opens a
 * connection or reads a setting of the machine, and nothing in it is ever deleted but as a whole.
 *
 * Commits may lack their trees (commit-only history) and their parents (fetched alone): what is complete is known from
 * `DepotState`, not from here.
 */
export interface Depot {
  readonly folder: string
  /** Takes a pack; everything in it is durable when this resolves. Packs that lean on held objects are completed. */
  addPack(bytes: AsyncIterable<Uint8Array>): Promise<void>
  /**
   * Reads an object by name (`<hash>`, `<hash>:<path>`); undefined where there is none of that type.
   *
   * @throws Failure `refused` when it has more than `maxBytes`
   */
  read(name: string, type: 'commit' | 'blob', maxBytes: number): Promise<Buffer | undefined>
  /** Full hashes of held commits that begin with `prefix`. */
  commitsByPrefix(prefix: string): Promise<string[]>
  /** Makes heads and tags on disk name exactly what upstream's do; their commits must be held. */
  setRefs(refs: readonly Ref[]): Promise<void>
  /** Names of refs under `pattern` that `commit` descends from; needs its history. */
  refsMergedInto(commit: string, pattern: string): Promise<string[]>
  /** Whether any head or tag set by {@link Depot.setRefs} reaches `commit`. */
  isReachable(commit: string): Promise<boolean>
  isAncestor(ancestor: string, commit: string): Promise<boolean>
  /** Lists every entry of a commit's tree below `subdir` ('' for all) as `git ls-tree -r -z` prints them. */
  listTree(commit: string, subdir: string): Running
  /** A tar of the tree below `subdir`, names prefixed with `prefix/`. */
  archive(commit: string, subdir: string, format: 'tar' | 'zip'): Running
}

/** The attribute line that switches off what would make content depend on who reads it; the rule of `cmd/go`'s `ensureGitAttributes`. */
const attributes = '\n* -export-subst -export-ignore\n'

/** How long a tree listing or a small answer may get. */
const maxListing = 512 * 1024 * 1024

/**
 * Opens the depot in `folder`, made on first use. A folder that is not what was left there is made anew.
 *
 * @throws Failure `unsupported` when git is not installed
 */
export async function openDepot(
  folder: string,
  objectFormat: ObjectFormat,
  signal?: AbortSignal,
): Promise<Depot> {
  const gitDir = join(folder, 'repository')
  const ready = join(folder, 'ready')
  const program = (...args: string[]): Program => ({
    command: 'git',
    args,
    cwd: folder,
    env: isolated(gitDir, folder),
    ...(signal && { signal }),
  })
  const expect = async (args: string[], input?: string, maxBytes = maxListing): Promise<Buffer> => {
    const { code, stdout, stderr } = await runForOutput(
      { ...program(...args), ...(input !== undefined && { input: [Buffer.from(input)] }) },
      maxBytes,
    )
    if (code !== 0) throw damaged(args, stderr)
    return stdout
  }
  if ((await readFile(ready, 'utf8').catch(() => '')) !== objectFormat) {
    await rm(gitDir, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await expect(['init', '-q', '--bare', '--template=', `--object-format=${objectFormat}`, gitDir])
    await mkdir(join(gitDir, 'info'), { recursive: true })
    await writeFile(join(gitDir, 'info', 'attributes'), attributes)
    await writeFile(ready, objectFormat)
  }

  return {
    folder,
    async addPack(bytes) {
      await using indexing = run({
        ...program(
          '-c',
          'core.fsync=all',
          '-c',
          'pack.threads=1',
          'index-pack',
          '--stdin',
          '--fix-thin',
        ),
        input: bytes,
      })
      indexing.output.resume()
      const { code, stderr } = await indexing.finished
      if (code !== 0) throw packFailure(stderr)
    },
    async read(name, type, maxBytes) {
      const out = await expect(['cat-file', '--batch'], `${name}\n`, maxBytes + 1024)
      const end = out.indexOf(10)
      const [, found, size] = out.toString('utf8', 0, end).split(' ')
      if (found !== type) return undefined
      return out.subarray(end + 1, end + 1 + Number(size))
    },
    async commitsByPrefix(prefix) {
      const { stdout } = await runForOutput(
        program('rev-parse', `--disambiguate=${prefix}`),
        maxListing,
      )
      const hashes = stdout.toString().split('\n').filter(Boolean)
      if (hashes.length === 0) return []
      const types = await expect(
        ['cat-file', '--batch-check=%(objecttype) %(objectname)'],
        `${hashes.join('\n')}\n`,
      )
      return types
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('commit '))
        .map((line) => line.slice('commit '.length))
    },
    async setRefs(refs) {
      const wanted = new Map(
        refs.filter(({ name }) => name !== 'HEAD').map(({ name, hash }) => [name, hash]),
      )
      const held = (await expect(['for-each-ref', '--format=%(refname)']))
        .toString()
        .split('\n')
        .filter(Boolean)
      const lines = [
        ...held.filter((name) => !wanted.has(name)).map((name) => `delete ${name}\0\0`),
        ...[...wanted].map(([name, hash]) => `update ${name}\0${hash}\0\0`),
      ]
      await expect(['update-ref', '--no-deref', '-z', '--stdin'], lines.join(''))
    },
    async refsMergedInto(commit, pattern) {
      const out = await expect([
        'for-each-ref',
        '--format=%(refname)',
        `--merged=${commit}`,
        '--',
        pattern,
      ])
      return out.toString().split('\n').filter(Boolean)
    },
    async isReachable(commit) {
      const out = await expect([
        'for-each-ref',
        '--count=1',
        '--format=%(refname)',
        `--contains=${commit}`,
      ])
      return out.length > 0
    },
    async isAncestor(ancestor, commit) {
      const { code, stderr } = await runForOutput(
        program('merge-base', '--is-ancestor', '--', ancestor, commit),
        maxListing,
      )
      if (code > 1) throw damaged(['merge-base'], stderr)
      return code === 0
    },
    listTree: (commit, subdir) =>
      run(program('ls-tree', '-r', '-z', '--full-tree', commit, ...(subdir ? [`${subdir}/`] : []))),
    archive: (commit, subdir, format) =>
      run(
        program(
          ...[
            '-c',
            'core.autocrlf=input',
            '-c',
            'core.eol=lf',
            'archive',
            `--format=${format}`,
            '--prefix=prefix/',
          ],
          ...['--end-of-options', commit, ...(subdir ? [subdir] : [])],
        ),
      ),
  }
}

/** git as if it were alone on the machine: no system, user or environment settings, hooks, helpers or prompts. */
function isolated(gitDir: string, home: string): Record<string, string> {
  return {
    GIT_DIR: gitDir,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'no-config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: '',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    TZ: 'UTC',
  }
}

function packFailure(stderr: string): Failure {
  const text = firstLine(stderr)
  if (/No space left|ENOSPC/i.test(stderr))
    return new Failure('no-space', `Cannot store objects: ${text}`)
  return new Failure('unreachable', `Cannot use the objects the server sent: ${text}`, {
    at: 'repository',
  })
}

/** A git command on our own copy failed: what is on disk is damaged or incomplete, and must be fetched anew. */
export class DepotDamaged extends Error {
  override readonly name = 'DepotDamaged'
}

function damaged(args: readonly string[], stderr: string): Error {
  const what = `git ${args.find((arg) => !arg.startsWith('-')) ?? ''}: ${firstLine(stderr) || 'failed without a reason'}`
  if (/No space left|ENOSPC/i.test(stderr))
    return new Failure('no-space', `Cannot store objects: ${what}`)
  return new DepotDamaged(what)
}

/**
 * Awaits the end of a command whose output was streamed.
 *
 * @throws DepotDamaged when it failed
 */
export async function succeeded(running: Running, what: string): Promise<void> {
  const { code, stderr } = await running.finished
  if (code !== 0) throw damaged([what], stderr)
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
