import { goModSum } from '../../gomod/h1.ts'
import { atMost } from '../../work/at-most.ts'
import type { Origin } from '../../origin/version-info.ts'
import type { Subject } from '../subject.ts'
import type { ModuleCache } from './module-cache.ts'

/** Files open at a time. */
const mostAtATime = 32

/**
 * Adds where the module cache says that modules were read, where what it holds is what go.sum says: the zip where the
 * whole module is needed, else the go.mod.
 */
export async function withCachedOrigins(
  subjects: readonly Subject[],
  cache: ModuleCache,
): Promise<Subject[]> {
  const limited = atMost(mostAtATime)
  return Promise.all(
    subjects.map(async (subject) => {
      const cachedOrigin = await limited(() => provenOrigin(subject, cache))
      return cachedOrigin ? { ...subject, cachedOrigin } : subject
    }),
  )
}

async function provenOrigin(
  { path, version, scope, goSum, goModSum: wantedModSum, folderFault }: Subject,
  cache: ModuleCache,
): Promise<Origin | undefined> {
  if (folderFault !== undefined) return undefined
  const sum = scope === 'build' ? goSum : wantedModSum
  if (sum === undefined) return undefined
  const held = scope === 'build' ? await cache.zipSum(path, version) : await modSum()
  return held === sum ? cache.origin(path, version) : undefined

  async function modSum(): Promise<string | undefined> {
    const bytes = await cache.goMod(path, version)
    return bytes && goModSum(bytes)
  }
}
