import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import type { Program } from '../../outbound/run.ts'
import { MAX_LINES, runLocally, runOutside } from '../programs/ask-program.ts'
import type { HostOptions } from '../programs/host-options.ts'
import { CopyDamaged, localCopy, type CopyFolders, type LocalCopy } from '../programs/local-copy.ts'
import { nothingInIt } from '../programs/nothing-in-it.ts'
import { programFailure } from '../programs/program-failure.ts'

const damage = /malformed|corrupt|not a database|not a valid repository|missing (content|delta)/i

/** The database that is the copy of a repository. */
export const database = ({ copy }: CopyFolders): string => join(copy, 'repository.fossil')

/** The local copy of a Fossil repository. @throws (its `refreshed`) Failure at `repository` */
export function fossilCopy(url: string, options: HostOptions): LocalCopy {
  const { gate, folder, lock, maxBytes } = options
  return localCopy({
    url,
    vcs: 'fossil',
    folder,
    lock,
    async refresh(folders, isNew) {
      const file = database(folders)
      const { code, stderr } = await runOutside(
        (errand) => gate.permitProgram(errand),
        { url, purpose: 'content', maxBytes },
        (way) =>
          program(
            folders,
            isNew
              ? ['clone', '--once', '--no-open', '--proxy', 'off', '--', way.url, file]
              : ['pull', '-R', file, '--once', '--proxy', 'off', '--', way.url],
          ),
      )
      if (code === 0 && isNew && (await isEmpty(folders))) throw nothingInIt(url, 'check-in')
      if (code === 0) return
      if (damage.test(stderr)) throw new CopyDamaged(stderr)
      throw programFailure('fossil', url, stderr)
    },
  })
}

/** Runs a fossil command that asks nobody; undefined where fossil says no. @throws CopyDamaged */
export async function fossil(
  folders: CopyFolders,
  args: readonly string[],
  maxBytes = MAX_LINES,
): Promise<Buffer | undefined> {
  const { code, stdout, stderr } = await runLocally(program(folders, args), maxBytes)
  if (code === 0) return stdout
  if (damage.test(stderr)) throw new CopyDamaged(stderr)
  if (/panic|SQLITE_/i.test(stderr)) {
    throw new Failure('unusable', `fossil ${args[0] ?? ''} failed: ${stderr.split('\n', 1)[0]}`)
  }
  return undefined
}

async function isEmpty(folders: CopyFolders): Promise<boolean> {
  const printed = await fossil(folders, ['info', '-R', database(folders)])
  return /^check-ins:\s+0\s*$/m.test(printed?.toString('utf8') ?? '')
}

/** It works in the empty scratch folder: fossil takes names of revisions for names of files, too. */
function program(folders: CopyFolders, args: readonly string[]): Program {
  return {
    command: 'fossil',
    args,
    cwd: folders.scratch,
    env: {
      HOME: folders.copy,
      FOSSIL_HOME: folders.copy,
      USER: 'headwater',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
    },
  }
}
