import type { Extent } from '../code-host.ts'
import type { Portion } from '../module-source.ts'
import type { Place } from './place.ts'

/**
 * The files of a commit that `findGoMod` and `cutModule` read of a module; undefined for all of them.
 */
export function extentOf(
  { dir, tagPrefix, pathMajor }: Place,
  portion: Portion,
): Extent | undefined {
  if (portion === 'module') return dir === '' ? undefined : { files: ['LICENSE'], folder: dir }
  const files = [`${tagPrefix}go.mod`]
  if (pathMajor.startsWith('/')) files.push(`${tagPrefix}${pathMajor.slice(1)}/go.mod`)
  return { files }
}
