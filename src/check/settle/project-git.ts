import { realpath } from 'node:fs/promises'
import { devNull } from 'node:os'
import { Failure } from '../../failure.ts'
import { runForOutput, type Program } from '../../outbound/run.ts'
import { excerpt, safeLine } from '../../safe-text.ts'
import { enclosingRepository } from '../target/enclosing-repository.ts'
import { batchedBlobs, filesOfTree } from './git-output.ts'

/** The git repository that a folder is in, read as it is on this machine. git is run only for what is asked here. */
export interface ProjectGit {
  /** Absolute path of the top folder. */
  readonly root: string
  /** Address of the remote `origin`, as configured; undefined where there is none, or git cannot tell. */
  remote(): Promise<string | undefined>
  /**
   * The newest commit that both the one checked out and `ref` come from.
   *
   * @throws Failure `invalid` where `ref` names no commit, or they have nothing in common here
   */
  mergeBase(ref: string): Promise<string>
  /**
   * The files of a commit whose last name is one of `names`; links and submodules are no files.
   *
   * @throws Failure `invalid` where something of it is not here
   */
  filesNamed(commit: string, names: ReadonlySet<string>): Promise<readonly CommittedFile[]>
}

/** A file of a commit. */
export interface CommittedFile {
  /** From the root, with `/`; never leads out of it. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** How long one question may take, in milliseconds. */
const patience = 60_000
const mostOutput = 256 * 1024 * 1024

/** Opens the repository around `folder`; undefined where there is none. */
export async function openProjectGit(folder: string): Promise<ProjectGit | undefined> {
  const start = await realpath(folder).catch(() => undefined)
  const root = start === undefined ? undefined : await enclosingRepository(start)
  if (root === undefined) return undefined
  const ask = (args: readonly string[], input = '') =>
    runForOutput(gitIn(root, args, input), mostOutput)
  const line = async (...args: string[]): Promise<string | undefined> => {
    const { code, stdout } = await ask(args)
    return code === 0 ? stdout.toString('utf8').replace(/\r?\n$/, '') : undefined
  }
  const read = async (args: readonly string[], what: string, input?: string): Promise<Buffer> => {
    const { code, stdout, stderr } = await ask(args, input)
    if (code !== 0) throw unreadable(what, stderr)
    return stdout
  }
  const commitOf = (ref: string) =>
    line('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)

  return {
    root,
    remote: () => line('config', '--get', 'remote.origin.url').catch(noneThere),
    async mergeBase(ref) {
      const commit = await commitOf(ref)
      if (commit === undefined) throw noCommit(ref)
      const base = await line('merge-base', 'HEAD', commit)
      if (base === undefined) throw nothingInCommon(ref)
      return base
    },
    async filesNamed(commit, names) {
      const tree = await read(['ls-tree', '-r', '-z', '--full-tree', commit], commit)
      const files = filesOfTree(tree, names)
      const wanted = files.map(({ blob }) => `${blob}\n`).join('')
      const blobs = batchedBlobs(await read(['cat-file', '--batch'], commit, wanted))
      return files.map(({ path, blob }) => {
        const bytes = blobs.get(blob)
        if (bytes === undefined) throw unreadable(path, 'its content is not here')
        return { path, bytes }
      })
    },
  }
}

/**
 * A git command in the folder of a project, which may be a stranger's: commands that start no program whatever its
 * configuration says, fetch nothing that is missing, and see nothing of the user's. So it does not matter whose folder
 * it is.
 */
function gitIn(folder: string, args: readonly string[], input: string): Program {
  return {
    command: 'git',
    args: ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', ...args],
    cwd: folder,
    input: [Buffer.from(input)],
    timeoutMs: patience,
    env: {
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ALLOW_PROTOCOL: '',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C',
    },
  }
}

function noneThere(error: unknown): undefined {
  if (!Failure.is(error)) throw error
}

function noCommit(ref: string): Failure {
  return new Failure('invalid', `Cannot compare with "${safeLine(ref)}": it names no commit here`, {
    hint: 'Name a branch, tag or commit that this repository has; a CI job may have to fetch it first',
  })
}

function nothingInCommon(ref: string): Failure {
  return new Failure(
    'invalid',
    `Cannot compare with "${safeLine(ref)}": no commit that both come from is here`,
    { hint: 'A CI job must fetch the whole history, as with fetch-depth: 0' },
  )
}

function unreadable(what: string, stderr: string): Failure {
  const reason = safeLine(excerpt(stderr.trim()))
  return new Failure('invalid', `Cannot read ${safeLine(what)} of the repository: ${reason}`)
}
