import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import { dirname, join } from 'node:path'
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
  /**
   * Takes a pack; everything in it is durable when this resolves. Packs that lean on held objects are completed. One
   * call at a time: what others left unfinished is removed.
   */
  addPack(bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** The type of an object; undefined when it is not held. */
  typeOf(hash: string): Promise<string | undefined>
  /**
   * Reads a commit that is held; undefined where the hash names something else.
   *
   * @throws Failure `refused` when it has more than `maxBytes`; DepotDamaged when nothing of that name is held
   */
  readCommit(hash: string, maxBytes: number): Promise<Buffer | undefined>
  /**
   * Reads a file of a commit that is held with its content; undefined where there is no file at `path`.
   *
   * @throws Failure `refused` when it has more than `maxBytes`; DepotDamaged when part of the content is not held
   */
  readFile(commit: string, path: string, maxBytes: number): Promise<Buffer | undefined>
  /** Full hashes of held commits that begin with `prefix`. */
  commitsByPrefix(prefix: string): Promise<string[]>
  /** Makes heads and tags on disk name exactly what upstream's do; their commits must be held. */
  setRefs(refs: readonly Ref[]): Promise<void>
  /** Names of refs under `pattern` that `commit` descends from; needs its history. */
  refsMergedInto(commit: string, pattern: string): Promise<string[]>
  /** Whether any head or tag set by {@link Depot.setRefs} reaches `commit`. */
  isReachable(commit: string): Promise<boolean>
  /** Whether one commit is another's ancestor, or the same; false where `ancestor` is no commit. Needs the history. */
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
 * The depot in `folder`, if there is a finished one for these hashes.
 *
 * @param known an object for the same folder: returned again if it is still the same repository
 */
export async function findDepot(
  folder: string,
  objectFormat: ObjectFormat,
  known?: Depot,
): Promise<Depot | undefined> {
  const [format, id] = (await readFile(readyFile(folder), 'utf8').catch(() => '')).split(' ')
  if (format !== objectFormat || id === undefined) return undefined
  return known?.id === id ? known : depotIn(folder, id)
}

/**
 * Opens the depot in `folder`, made if there is none. A folder that is not what was left there is made anew, and what a
 * program that was killed left unfinished is removed: call it only while nobody else adds to the depot.
 *
 * @throws Failure `unsupported` when git is not installed
 */
export async function openDepot(folder: string, objectFormat: ObjectFormat): Promise<Depot> {
  const held = await findDepot(folder, objectFormat)
  if (held) {
    await sweep(gitFolder(folder))
    return held
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const gitDir = gitFolder(folder)
  const args = ['init', '-q', '--bare', '--template=', `--object-format=${objectFormat}`, gitDir]
  const { code, stderr } = await runForOutput(program(folder, args), maxListing)
  if (code !== 0) throw damaged(args, stderr)
  await mkdir(join(gitDir, 'info'), { recursive: true })
  await writeFile(join(gitDir, 'info', 'attributes'), attributes)
  const id = randomUUID()
  await writeFile(readyFile(folder), `${objectFormat} ${id}`)
  return depotIn(folder, id)
}

const gitFolder = (folder: string): string => join(folder, 'repository')
const readyFile = (folder: string): string => join(folder, 'ready')

function program(folder: string, args: readonly string[]): Program {
  return {
    command: 'git',
    args,
    cwd: dirname(folder),
    env: isolated(gitFolder(folder), folder),
  }
}

/** Removes unfinished packs and forgotten locks. */
async function sweep(gitDir: string): Promise<void> {
  const unfinished = [
    ...(await named(join(gitDir, 'objects', 'pack'), /^tmp_/)),
    ...(await named(gitDir, /\.lock$/)),
    ...(await named(join(gitDir, 'refs'), /\.lock$/, true)),
  ]
  for (const file of unfinished) await rm(file, { force: true })
}

/** The files in a folder whose names fit. */
async function named(folder: string, name: RegExp, recursive = false): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function depotIn(folder: string, id: string): Depot {
  const git = (...args: string[]): Program => program(folder, args)
  const expect = async (args: string[], input?: string, maxBytes = maxListing): Promise<Buffer> => {
    const { code, stdout, stderr } = await runForOutput(
      { ...git(...args), ...(input !== undefined && { input: [Buffer.from(input)] }) },
      maxBytes,
    )
    if (code !== 0) throw damaged(args, stderr)
    return stdout
  }
  const lines = async (...args: string[]): Promise<string[]> =>
    (await expect(args)).toString().split('\n').filter(Boolean)

  /** An object by any name; type `missing` where there is none. */
  async function read(name: string, maxBytes: number): Promise<{ type: string; bytes: Buffer }> {
    const out = await expect(['cat-file', '--batch'], `${name}\n`, maxBytes + 1024)
    const end = out.indexOf(10)
    const [type = '', size = ''] = out.toString('utf8', 0, end).slice(out.indexOf(32) + 1).split(' ')
    return { type, bytes: out.subarray(end + 1, end + 1 + Number(size)) }
  }

  async function typeOf(hash: string): Promise<string | undefined> {
    const out = await expect(['cat-file', '--batch-check=%(objecttype)'], `${hash}\n`)
    const type = out.toString().trimEnd()
    return type === `${hash} missing` ? undefined : type
  }

  return {
    folder,
    id,
    typeOf,
    async addPack(bytes) {
      const args = [
        '-c',
        'core.fsync=all',
        '-c',
        'pack.threads=1',
        'index-pack',
        '--stdin',
        '--fix-thin',
      ]
      try {
        await using indexing = run({
        ...git(
          ...['-c', 'core.fsync=all', '-c', 'pack.threads=1'],
          ...['index-pack', '--stdin', '--fix-thin'],
        ),
        input: bytes,
      })
      indexing.output.resume()
      try {
        const { code, stderr } = await indexing.finished
        if (code !== 0) throw packFailure(stderr)
      } catch (error) {
        await indexing[Symbol.asyncDispose]()
        await sweep(gitFolder(folder))
        throw error
      }
    },
    async readCommit(hash, maxBytes) {
      const { type, bytes } = await read(hash, maxBytes)
      if (type === 'missing') throw new DepotDamaged(`git cat-file: ${hash} is missing`)
      return type === 'commit' ? bytes : undefined
    },
    async readFile(commit, path, maxBytes) {
      const { type, bytes } = await read(`${commit}:${path}`, maxBytes)
      if (type === 'blob') return bytes
      if (type !== 'missing') return undefined
      // "Missing" is said of a path that is not there and of an object that is not held; this tells them apart.
      const listed = await expect(['ls-tree', '-z', '--full-tree', '--', commit, path])
      if (listed.length > 0) throw new DepotDamaged(`git cat-file: ${commit}:${path} is missing`)
      return undefined
    },
    async commitsByPrefix(prefix) {
      const { stdout } = await runForOutput(
        git('rev-parse', `--disambiguate=${prefix}`),
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
      const held = new Map(
        (await lines('for-each-ref', '--format=%(refname) %(objectname)')).map((line) => {
          const [name = '', hash = ''] = line.split(' ')
          return [name, hash]
        }),
      )
      const gone = [...held.keys()].filter((name) => !wanted.has(name))
      const changed = [...wanted].filter(([name, hash]) => held.get(name) !== hash)
      // One after the other: `a` must be gone before there can be `a/b`.
      for (const commands of [
        gone.map((name) => `delete ${name}\0\0`),
        changed.map(([name, hash]) => `update ${name}\0${hash}\0\0`),
      ]) {
        if (commands.length > 0)
          await expect(['update-ref', '--no-deref', '-z', '--stdin'], commands.join(''))
      }
    },
    async refsMergedInto(commit, pattern) {
      return lines('for-each-ref', '--format=%(refname)', `--merged=${commit}`, '--', pattern)
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
      if ((await typeOf(ancestor)) !== 'commit') return false
      const { code, stderr } = await runForOutput(
        git('merge-base', '--is-ancestor', '--', ancestor, commit),
        maxListing,
      )
      if (code > 1) throw damaged(['merge-base'], stderr)
      return code === 0
    },
    listTree: (commit, subdir) =>
      run(git('ls-tree', '-r', '-z', '--full-tree', '--', commit, ...(subdir ? [`${subdir}/`] : []))),
    archive: (commit, subdir, format) =>
      run(
        git(
          ...['-c', 'core.autocrlf=input', '-c', 'core.eol=lf', 'archive'],
          ...[`--format=${format}`, '--prefix=prefix/', '--end-of-options', commit],
          ...(subdir ? [subdir] : []),
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
    GIT_LITERAL_PATHSPECS: '1',
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
