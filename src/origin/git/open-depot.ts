import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasLayout, makeLayout, type DepotPlace } from './depot-layout.ts'
import { depotIn, type Depot } from './depot.ts'
import type { GitLimits } from './git-program.ts'
import { requireGit } from './git-version.ts'
import { sweep } from './sweep.ts'

/**
 * The depot at a place, if there is a finished one that is as it was made.
 *
 * @param known an object for the same folder: returned again if it is still the same repository
 */
export async function findDepot(
  place: DepotPlace,
  limits: GitLimits,
  known?: Depot,
): Promise<Depot | undefined> {
  const { folder, objectFormat } = place
  const text = await readFile(readyFile(folder), 'utf8').catch(() => '')
  const [format, id, ...url] = text.split(' ')
  if (format !== objectFormat || id === undefined || url.join(' ') !== place.url) return undefined
  if (!(await hasLayout(place))) return undefined
  return known?.id === id ? known : depotIn(place, id, limits)
}

/**
 * Opens the depot at a place, made if there is none. A folder that is not what was left there is made anew, and what a
 * program that was killed left unfinished is removed: call it only while nobody else adds to the depot.
 *
 * @throws Failure `unsupported` when git is not installed, or too old
 */
export async function openDepot(place: DepotPlace, limits: GitLimits): Promise<Depot> {
  await requireGit()
  const { folder, objectFormat, url } = place
  await sweep(folder)
  const held = await findDepot(place, limits)
  if (held) return held
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await makeLayout(place)
  const id = randomUUID()
  await writeFile(readyFile(folder), `${objectFormat} ${id} ${url}`)
  return depotIn(place, id, limits)
}

const readyFile = (folder: string): string => join(folder, 'ready')
