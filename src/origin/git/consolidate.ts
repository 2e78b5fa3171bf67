import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../../failure.ts'
import { runForOutput } from '../../outbound/run.ts'
import { damaged } from './depot-damaged.ts'
import { gitFolder, gitProgram, type GitLimits } from './git-program.ts'
import { objectsOfPack } from './pack-index.ts'
import type { ObjectFormat } from './refs.ts'
import { sweep } from './sweep.ts'

/** Packs a depot may have: git looks into one after the other. */
const mostPacks = 40

interface Pack {
  /** Path without the ending. */
  readonly path: string
  readonly size: number
}

/**
 * Puts many small packs into one. Packs that are larger than all smaller ones together stay, so that each object is
 * copied a few times only. Call it only while nobody else adds to the depot; whoever reads it is not disturbed, since
 * git looks for new packs when an old one is gone.
 *
 * No object is left out, whether or not a ref leads to it.
 *
 * @throws DepotDamaged when the packs cannot be read
 */
export async function consolidate(
  folder: string,
  objectFormat: ObjectFormat,
  limits: GitLimits,
): Promise<void> {
  const packFolder = join(gitFolder(folder), 'objects', 'pack')
  const packs = await packsIn(packFolder)
  if (packs.length <= mostPacks) return
  const small = smallOnes(packs)
  const hashes = new Set<string>()
  for (const { path } of small) {
    const held = await objectsOfPack(`${path}.idx`, objectFormat === 'sha1' ? 20 : 32)
    if (!held) throw damaged('pack-objects', `${basename(path)}.idx is no index`)
    for (const hash of held) hashes.add(hash)
  }
  const settings = ['-c', 'pack.threads=1']
  const options = ['-q', '--delta-base-offset', '--window=0', '--non-empty']
  const args = [...settings, 'pack-objects', ...options, join(packFolder, 'pack')]
  const program = { ...gitProgram(folder, args, limits), input: lines(hashes) }
  let made: string
  try {
    const { code, stdout, stderr } = await runForOutput(program, 65_536)
    if (code !== 0) throw damaged('pack-objects', stderr)
    made = stdout.toString().trim()
  } catch (error) {
    await sweep(folder)
    // It is good to have, and can wait until there is room, or time, again.
    if (Failure.is(error)) return
    throw error
  }
  for (const { path } of small) {
    if (path.endsWith(`pack-${made}`)) continue
    // Without its index a pack is not there for git, so no moment shows half of one.
    for (const ending of ['.idx', '.rev', '.pack']) await rm(path + ending, { force: true })
  }
}

async function packsIn(packFolder: string): Promise<Pack[]> {
  const found: Pack[] = []
  for (const name of await readdir(packFolder)) {
    if (!name.endsWith('.pack')) continue
    const { size } = await stat(join(packFolder, name))
    found.push({ path: join(packFolder, name.slice(0, -'.pack'.length)), size })
  }
  return found
}

/** All but the large ones, each of which has more bytes than all smaller ones together; at least half of all packs. */
function smallOnes(packs: readonly Pack[]): Pack[] {
  const sorted = packs.toSorted((a, b) => a.size - b.size)
  let sum = 0
  let count = 0
  for (const [index, { size }] of sorted.entries()) {
    if (size <= sum || index < sorted.length / 2) count = index + 1
    sum += size
  }
  return sorted.slice(0, count)
}

function* lines(hashes: Iterable<string>): Generator<Buffer> {
  for (const hash of hashes) yield Buffer.from(`${hash}\n`)
}
