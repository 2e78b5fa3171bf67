import { Failure } from '../../../failure.ts'
import { isModulePath } from '../../../gomod/module-path.ts'
import { placeModule } from '../../../origin/code/place.ts'
import type { Origins } from '../../../origin/origins.ts'
import { addressKey } from '../../../outbound/same-repository.ts'
import type { CheckMemory } from '../../../store/facts/check-memory.ts'
import type { Locations } from '../../../store/facts/locations.ts'
import type { Repository } from '../../../verify/judge/observation.ts'
import type { Subject } from '../../subject.ts'

/** A repository that may have the code of a module, and where in it. */
export interface TwinPlace {
  readonly vcs: string
  readonly url: string
  readonly root: string
  readonly subdir: string
}

/** What places are found with. */
export interface PlaceTools {
  readonly origins: Pick<Origins, 'locate'>
  readonly memory: CheckMemory & Pick<Locations, 'locationsOf'>
}

/** Places that are looked at, for one finding. */
const mostPlaces = 4

/**
 * Where else the code of a module may be, without asking anybody whom the module did not name: where its repository was
 * found through a redirect, where the module was kept before, the modules that its author named in a deprecation, and the
 * module whose place it takes. The repository that it is in now is left out, and any that is not kept in git.
 */
export async function twinPlaces(
  { path, replaces }: Subject,
  now: Repository | undefined,
  { origins, memory }: PlaceTools,
): Promise<TwinPlace[]> {
  const seen = memory.locationsOf(path)
  const urls = new Set([...(now ? [now.url] : []), ...seen.map(({ url }) => url)])
  const root = seen[0]?.root ?? path
  const subdir = seen[0]?.subdir ?? ''
  const redirected = [...urls].flatMap((url) =>
    memory.redirectsOf(url).map(({ target }) => ({ vcs: 'git', url: target, root, subdir })),
  )
  const named = [
    ...memory.statementsOf(path).flatMap(namedModules),
    ...(replaces ? [replaces.path] : []),
  ].filter((other) => other !== path)
  const located = await Promise.all(
    [...new Set(named)].slice(0, mostPlaces).map((other) => placeOfNamed(other, path, origins)),
  )
  const known = new Set(now ? [addressKey(now.url)] : [])
  return [...redirected, ...seen, ...located.filter((place) => place !== undefined)]
    .filter(
      ({ vcs, url }) => vcs === 'git' && !known.has(addressKey(url)) && known.add(addressKey(url)),
    )
    .slice(0, mostPlaces)
    .map(({ vcs, url, root, subdir }) => ({ vcs, url, root, subdir }))
}

/** The module paths in the text of a deprecation, as it was kept. */
function namedModules(statement: string): string[] {
  const { deprecated } = JSON.parse(statement) as { readonly deprecated: string }
  return deprecated
    .split(/[\s`'"()<>,;]+/)
    .map((word) => word.replace(/^https?:\/\//, '').replace(/[./:]+$/, ''))
    .filter((word) => word.includes('/') && isModulePath(word))
}

/** The place of another module, as if `path` were there instead. */
async function placeOfNamed(
  other: string,
  path: string,
  origins: Pick<Origins, 'locate'>,
): Promise<TwinPlace | undefined> {
  try {
    const { vcs, url, root, subdir } = await origins.locate(other)
    return { vcs, url, root: path, subdir: placeModule(other, root, subdir).dir }
  } catch (error) {
    if (!Failure.is(error) || error.code === 'no-space') throw error
    return undefined
  }
}
