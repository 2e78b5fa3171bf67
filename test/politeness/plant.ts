import type { Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { releases } from '../serve/releases.ts'

/** A module whose path names its repository, so that no page is asked for. */
export interface Planted {
  /** `HOST/NAME.git`. */
  readonly module: string
  readonly repository: Repository
}

/** Makes a repository at a place (`one.test/x`), with a module that has these versions. */
export async function plant(
  forge: Forge,
  place: string,
  ...versions: readonly string[]
): Promise<Planted> {
  const module = `${place}.git`
  return { module, repository: await repository(forge, place, releases(module, ...versions)) }
}
