import { isDeepStrictEqual } from 'node:util'
import type { ModDownload } from '../oracle/go.ts'

/**
 * How much is compared. `strict`: everything, which needs a go that was asked nothing else before. `shared`: go was
 * asked other things too, and what it tells of an origin and keeps in `.info` depends on them, so both are left out but
 * for what cannot depend on them.
 */
export type Manner = 'strict' | 'shared'

/** In which fields two answers differ; [] when both say the same, or both refuse. */
export function differences(go: ModDownload, headwater: ModDownload, manner: Manner): string[] {
  if (go.Error !== undefined || headwater.Error !== undefined)
    return (go.Error === undefined) === (headwater.Error === undefined) ? [] : ['Error']
  const [one, other] = [fieldsOf(go, manner), fieldsOf(headwater, manner)]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.filter((name) => !isDeepStrictEqual(one[name], other[name]))
}

function fieldsOf(answer: ModDownload, manner: Manner): Record<string, unknown> {
  const { Path, Version, Query, Info, GoMod, Sum, GoModSum, Origin } = answer
  const { VCS, URL, Subdir, Hash, Ref, ...sums } = Origin ?? {}
  const common = { Path, Version, Query, GoMod, Sum, GoModSum, VCS, URL, Subdir, Hash }
  const told = { ...common, 'Info.Version': Info?.Version, 'Info.Time': Info?.Time }
  if (manner === 'shared') return told
  // A query leaves its own mark in the `.info` that go keeps of a version; here that does not depend on who asks.
  const isExact = Query === undefined
  return { ...told, Ref, ...sums, ...(isExact && { 'Info.Origin': Info?.Origin }) }
}
