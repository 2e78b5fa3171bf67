import { byPathAndVersion } from '../../gomod/graph/version-order.ts'
import type { ModulesTxt } from '../../gomod/modules-txt.ts'
import { vendoredVersions } from '../../gomod/modules-txt.ts'
import { compareVersions } from '../../gomod/semver.ts'
import { TOOLCHAIN_MODULE } from '../../gomod/toolchain-module.ts'
import type { Subject } from '../subject.ts'
import { hashesOf, type SumTable } from './sum-table.ts'

/**
 * What a go.sum without its go.mod names. Which version of a path is built is not known: the highest whose zip has a
 * line is taken for that, and of all others the go.mod only. Toolchains are left out. By path and version.
 */
export function modulesOfSum({ all }: SumTable): Subject[] {
  const highest = new Map<string, string>()
  for (const { path, version, hasZip } of all) {
    const known = highest.get(path)
    if (!hasZip || (known !== undefined && compareVersions(known, version) >= 0)) continue
    highest.set(path, version)
  }
  const subjects: Subject[] = []
  for (const known of all) {
    const { path, version, at } = known
    if (path === TOOLCHAIN_MODULE) continue
    const scope = highest.get(path) === version ? 'build' : 'graph'
    subjects.push({ path, version, scope, ...hashesOf(known), requiredBy: [], at })
  }
  return subjects.toSorted(byPathAndVersion)
}

/**
 * What a vendor/modules.txt names: the whole module where it has packages there, else its go.mod. What a folder replaces
 * is left out. By path and version.
 *
 * @param file its name as shown to people
 * @param sums the go.sum of the project, if it has one
 */
export function modulesOfVendor(txt: ModulesTxt, file: string, sums?: SumTable): Subject[] {
  const versions = vendoredVersions(txt)
  const subjects = txt.modules.flatMap((module): Subject[] => {
    const { path, version, line, explicit, replacement = { path, version } } = module
    if (version === '' || replacement.version === '') return []
    return [
      {
        ...replacement,
        scope: versions.get(path) === version ? 'build' : 'graph',
        ...hashesOf(sums?.of(replacement.path, replacement.version)),
        ...(module.replacement && { replaces: { path, version } }),
        requiredBy: [],
        at: { file, line, indirect: !explicit },
      },
    ]
  })
  return subjects.toSorted(byPathAndVersion)
}
