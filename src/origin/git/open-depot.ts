import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runForOutput } from '../../outbound/run.ts'
import { damaged } from './depot-damaged.ts'
import { depotIn, type Depot } from './depot.ts'
import { gitFolder, gitProgram, type GitLimits } from './git-program.ts'
import type { ObjectFormat } from './refs.ts'
import { sweep } from './sweep.ts'

/** The attribute line that switches off what would make content depend on who reads it; the rule of `cmd/go`'s `ensureGitAttributes`. */
const attributes = '\n* -export-subst -export-ignore\n'

/**
 * The depot in `folder`, if there is a finished one for these hashes.
 *
 * @param known an object for the same folder: returned again if it is still the same repository
 */
export async function findDepot(
  folder: string,
  objectFormat: ObjectFormat,
  limits: GitLimits,
  known?: Depot,
): Promise<Depot | undefined> {
  const [format, id] = (await readFile(readyFile(folder), 'utf8').catch(() => '')).split(' ')
  if (format !== objectFormat || id === undefined) return undefined
  return known?.id === id ? known : depotIn(folder, id, limits)
}

/**
 * Opens the depot in `folder`, made if there is none. A folder that is not what was left there is made anew, and what a
 * program that was killed left unfinished is removed: call it only while nobody else adds to the depot.
 *
 * @throws Failure `unsupported` when git is not installed
 */
export async function openDepot(
  folder: string,
  objectFormat: ObjectFormat,
  limits: GitLimits,
): Promise<Depot> {
  const held = await findDepot(folder, objectFormat, limits)
  if (held) {
    await sweep(folder)
    return held
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const gitDir = gitFolder(folder)
  const args = ['init', '-q', '--bare', '--template=', `--object-format=${objectFormat}`, gitDir]
  const { code, stderr } = await runForOutput(gitProgram(folder, args, limits), 65536)
  if (code !== 0) throw damaged(args, stderr)
  await mkdir(join(gitDir, 'info'), { recursive: true })
  await writeFile(join(gitDir, 'info', 'attributes'), attributes)
  const id = randomUUID()
  await writeFile(readyFile(folder), `${objectFormat} ${id}`)
  return depotIn(folder, id, limits)
}

const readyFile = (folder: string): string => join(folder, 'ready')
