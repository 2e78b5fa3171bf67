import type { ModuleGraph } from '../../../gomod/graph/module-graph.ts'
import type { RequireDirective } from '../../../gomod/mod-file/mod-file.ts'
import { compareBytes } from '../../../gomod/order.ts'
import { selectedIn } from './graph-after.ts'

/** Who leads to a module, by path; all are selected in the graph. */
export interface Parents {
  /** All of them: those that require the module itself first, then those that require these, and so on. */
  readonly nearestFirst: readonly string[]
  /** Those that require it themselves. */
  readonly nearest: readonly string[]
  /** Those that go.mod requires without `// indirect`. */
  readonly direct: readonly string[]
}

/** Finds who leads to any version of a module: main modules and the module itself left out. */
export function parentsOf(
  { buildList, loaded, requirementsOf }: ModuleGraph,
  lines: readonly RequireDirective[],
  target: string,
): Parents {
  const requirers = new Map<string, Set<string>>()
  const mains = new Set(buildList.flatMap(({ path, version }) => (version === '' ? path : [])))
  for (const module of [...buildList, ...loaded]) {
    if (mains.has(module.path)) continue
    for (const { path } of requirementsOf(module)) {
      const known = requirers.get(path)
      if (known) known.add(module.path)
      else requirers.set(path, new Set([module.path]))
    }
  }
  const selected = new Set(buildList.map(({ path }) => path))
  const found = new Set([target])
  const levels: string[][] = []
  for (let level = [target]; level.length > 0;) {
    const next = new Set(level.flatMap((path) => [...(requirers.get(path) ?? [])]))
    level = [...next]
      .filter((path) => selected.has(path) && !found.has(path))
      .toSorted(compareBytes)
    for (const path of level) found.add(path)
    if (level.length > 0) levels.push(level)
  }
  const nearestFirst = levels.flat()
  const direct = new Set(lines.filter(({ indirect }) => !indirect).map(({ path }) => path))
  return {
    nearestFirst,
    nearest: levels[0] ?? [],
    direct: nearestFirst.filter((path) => direct.has(path)),
  }
}

/** Whether what a graph selects of a module leads to any version of another. */
export function leadsTo(graph: ModuleGraph, from: string, target: string): boolean {
  const versions = selectedIn(graph)
  const reached = new Set([from])
  for (const path of reached) {
    if (path === target) return true
    const version = versions.get(path)
    if (version === undefined) continue
    for (const required of graph.requirementsOf({ path, version })) reached.add(required.path)
  }
  return false
}
