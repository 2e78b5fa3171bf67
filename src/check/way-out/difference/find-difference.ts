import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../failure.ts'
import type { Origins } from '../../../origin/origins.ts'
import type { Judged } from '../../../verify/judge/judged.ts'
import type { Difference } from '../../outcome.ts'
import type { Subject } from '../../subject.ts'

/** What differences are found with. */
export interface DifferenceTools {
  readonly origins: Pick<Origins, 'direct'>
  /** Where the Go module cache would have the zip of a version; undefined where there is no such cache. */
  readonly cachedZip: (path: string, version: string) => string | undefined
  /** A folder for zips that are made and removed. */
  readonly scratch: string
}

/** Makes the finder of what changed in versions that have other content than go.sum says. */
export function differenceFinder({
  origins,
  cachedZip,
  scratch,
}: DifferenceTools): (judged: Judged<Subject>) => Promise<Difference | undefined> {
  const folder = join(scratch, 'difference')
  let made = 0

  /** The content that go.sum says is only known where the module cache still has it. */
  return async ({ subject, verdict, found }) => {
    const { path, version, goSum } = subject
    const file = cachedZip(path, version)
    const isOther = found?.zipSum !== undefined && goSum !== undefined && found.zipSum !== goSum
    if (verdict.class !== 'changed' || !isOther || file === undefined) return undefined
    await mkdir(folder, { recursive: true })
    const target = join(folder, `${++made}.zip`)
    try {
      const { h1 } = await (await origins.direct(path).find(version, 'module')).cut(target)
      if (h1 !== found.zipSum) return undefined
      const { compareZips } = await import('./compare-zips.ts')
      return await compareZips({ file, h1: goSum }, { file: target, h1 }, path, version)
    } catch (error) {
      if (!Failure.is(error) || error.code === 'no-space') throw error
      return undefined
    } finally {
      await rm(target, { force: true })
    }
  }
}
