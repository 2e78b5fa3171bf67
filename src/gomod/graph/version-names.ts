import type { ModuleVersion } from './module-graph.ts'

/** Gives the one object that stands for a module version, so that it can be a key. */
export type VersionNames = (path: string, version: string) => ModuleVersion

/** A collection of module versions, empty at first, in which equal ones are the same object. */
export function versionNames(): VersionNames {
  const paths = new Map<string, Map<string, ModuleVersion>>()
  return (path, version) => {
    let versions = paths.get(path)
    if (versions === undefined) paths.set(path, (versions = new Map()))
    let known = versions.get(version)
    if (known === undefined) versions.set(version, (known = { path, version }))
    return known
  }
}
