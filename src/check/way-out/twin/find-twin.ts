import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../failure.ts'
import { placeModule } from '../../../origin/code/place.ts'
import type { Origins } from '../../../origin/origins.ts'
import { hostPathOf } from '../../../origin/repository-files.ts'
import { isSameRepository } from '../../../outbound/same-repository.ts'
import { looker } from '../../../verify/observe/look.ts'
import type { TwinPlace } from './twin-places.ts'

/** Another repository with the very code of a module version: equal hashes prove it, whoever owns it. */
export interface Twin {
  /** Its address, without credentials. */
  readonly url: string
  /** What `go` can find it by, in a `replace` line; absent where it cannot. */
  readonly path?: string
  /** Whether the whole content is equal, or only the go.mod, which is all that was known. */
  readonly isWhole: boolean
}

/** The content that is wanted. */
export interface Wanted {
  readonly path: string
  readonly version: string
  /** Hash of the zip; where it is not known, the go.mod decides. */
  readonly zipSum?: string
  readonly goModSum?: string
}

/** What is looked with. */
export interface TwinTools {
  readonly origins: Pick<Origins, 'elsewhere' | 'locate'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A folder for zips that are made and removed. */
  readonly scratch: string
}

/** What is read there says nothing of where the module is kept, so it is not remembered. */
const forgetful = { knownContents: () => [], saveContents: () => [] }

/**
 * Looks at places in their order until one gives the wanted content under the module's own path and version, as a `go`
 * that is sent there would read it.
 */
export async function findTwin(
  wanted: Wanted,
  places: readonly TwinPlace[],
  { origins, now, scratch }: TwinTools,
): Promise<Twin | undefined> {
  const { path, version, zipSum, goModSum } = wanted
  const isWhole = zipSum !== undefined
  if (!isWhole && goModSum === undefined) return undefined
  const folder = join(scratch, 'twin')
  await mkdir(folder, { recursive: true })
  const look = looker({ level: 'content', memory: forgetful, scratch: folder, now })
  const scope = isWhole ? 'build' : 'graph'
  for (const place of places) {
    const { look: seen } = await look({ path, version, scope }, () =>
      origins.elsewhere(path, place),
    )
    if (seen.kind !== 'found') continue
    if (isWhole ? seen.zipSum !== zipSum : seen.goModSum !== goModSum) continue
    const goPath = await pathFor(path, place, origins)
    return { url: place.url, isWhole, ...(goPath !== undefined && { path: goPath }) }
  }
  return undefined
}

/** The module path by which `go` finds the same folder of that repository. */
async function pathFor(
  path: string,
  { url, root, subdir }: TwinPlace,
  origins: Pick<Origins, 'locate'>,
): Promise<string | undefined> {
  const { dir, pathMajor } = placeModule(path, root, subdir)
  if (pathMajor !== '' && !pathMajor.startsWith('/')) return undefined
  const host = hostPathOf(url)
  for (const start of [host, `${host}.git`]) {
    const goPath = `${start}${dir === '' ? '' : `/${dir}`}${pathMajor}`
    try {
      const found = await origins.locate(goPath)
      if (isSameRepository(found.url, url)) return goPath
    } catch (error) {
      if (!Failure.is(error) || error.code === 'no-space') throw error
    }
  }
  return undefined
}
