import { devNull } from 'node:os'
import { dirname, join } from 'node:path'
import type { Program } from '../../outbound/run.ts'

/** Where a depot keeps its repository. */
export const gitFolder = (folder: string): string => join(folder, 'repository')

/** What git may take. */
export interface GitLimits {
  /** Most bytes of one pack. */
  readonly maxBytes: number
  /** Milliseconds one git program may run; absent: {@link patience}. */
  readonly programMs?: number
}

/** As long as one answer of a server may take at most by default, and half as long again. */
const patience = 15 * 60_000

/**
 * Most memory of one piece: an object that is not read in parts has to fit in, and no file of a module has more than
 * 500 MiB. Source: git's `wrapper.c`, `memory_limit_check`
 */
const largestPiece = '1g'

/**
 * A git command on the depot in `folder`; what comes from outside stands behind `--` or `--end-of-options`, or on its
 * input.
 */
export function gitProgram(folder: string, args: readonly string[], limits: GitLimits): Program {
  const env = isolated(gitFolder(folder), folder)
  const timeoutMs = limits.programMs ?? patience
  return { command: 'git', args, cwd: dirname(folder), env, timeoutMs }
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
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOC_LIMIT: largestPiece,
    GIT_DEFAULT_REF_FORMAT: 'files',
    GIT_LITERAL_PATHSPECS: '1',
    LC_ALL: 'C',
    TZ: 'UTC',
  }
}
