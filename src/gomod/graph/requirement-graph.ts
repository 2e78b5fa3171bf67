import type { ModuleVersion } from './module-graph.ts'
import { byPathAndVersion, compareRequired, noVersion } from './version-order.ts'

/** A graph of requirements that grows, and the versions that minimal version selection takes of it. */
export interface RequirementGraph {
  /** Adds what a module version requires, once for each. */
  readonly require: (module: ModuleVersion, requirements: readonly ModuleVersion[]) => void
  /** What was added for it; undefined when nothing was. */
  readonly requirementsOf: (module: ModuleVersion) => readonly ModuleVersion[] | undefined
  /** The highest version of a path that is a root or required; {@link noVersion} when there is none. */
  readonly selected: (path: string) => string
  /** The selected versions: those of the roots first, in their order, then by path. */
  readonly buildList: () => ModuleVersion[]
}

/**
 * Starts a graph with its roots only. Equal module versions must be the same object.
 *
 * Source: cmd/go/internal/mvs.Graph
 */
export function requirementGraph(roots: readonly ModuleVersion[]): RequirementGraph {
  const required = new Map<ModuleVersion, readonly ModuleVersion[]>()
  const reached = new Set<ModuleVersion>()
  const chosen = new Map<string, ModuleVersion>()
  const selected = (path: string) => chosen.get(path)?.version ?? noVersion

  function reach(module: ModuleVersion): void {
    if (reached.has(module)) return
    reached.add(module)
    const { path, version } = module
    if (compareRequired(path, selected(path), version) < 0) chosen.set(path, module)
  }

  for (const root of roots) reach(root)
  return {
    selected,
    requirementsOf: (module) => required.get(module),
    require(module, requirements) {
      required.set(module, requirements)
      for (const requirement of requirements) reach(requirement)
    },
    buildList() {
      const first = new Set(
        roots.map(({ path }) => chosen.get(path)).filter((module) => module !== undefined),
      )
      const others = [...chosen.values()].filter((module) => !first.has(module))
      return [...first, ...others.toSorted(byPathAndVersion)]
    },
  }
}
