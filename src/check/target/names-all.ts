import type { ModuleGraph, ModuleVersion } from '../../gomod/graph/module-graph.ts'
import type { Project } from './project.ts'

/**
 * Whether nothing can be needed but the modules that are known, whatever the go.mod files require that could not be read:
 * all of those could, or go.sum names nothing else. The go command builds with nothing that has no line there.
 *
 * @param needed all that the graph is known to need, with replacements applied
 */
export function namesAll(
  { sums, mains }: Pick<Project, 'sums' | 'mains'>,
  { missing }: Pick<ModuleGraph, 'missing'>,
  needed: readonly Pick<ModuleVersion, 'path' | 'version'>[],
): boolean {
  if (missing.length === 0) return true
  const own = new Set(mains.map(({ file }) => file.module.path))
  const known = new Set(needed.map(({ path, version }) => `${path}@${version}`))
  return (
    sums?.all.every(({ path, version }) => own.has(path) || known.has(`${path}@${version}`)) ===
    true
  )
}
