import { compareBytes } from '../order.ts'
import type { ModuleVersion } from './module-graph.ts'
import type { RequirementGraph } from './requirement-graph.ts'
import type { VersionNames } from './version-names.ts'

/**
 * The fewest roots from which a graph that is not pruned selects the same versions, with those of `paths` among them; by
 * path.
 *
 * Source: cmd/go/internal/mvs.Req
 *
 * @param buildList without the main module
 */
export function leastRoots(
  graph: RequirementGraph,
  names: VersionNames,
  buildList: readonly ModuleVersion[],
  paths: readonly string[],
): ModuleVersion[] {
  const covered = new Set<ModuleVersion>()
  const roots = new Set<ModuleVersion>()
  const add = (module: ModuleVersion) => {
    roots.add(module)
    cover(module, graph, covered)
  }
  for (const path of paths) add(names(path, graph.selected(path)))
  for (const module of postorder(buildList, graph).toReversed()) {
    if (graph.selected(module.path) === module.version && !covered.has(module)) add(module)
  }
  return [...roots].toSorted((a, b) => compareBytes(a.path, b.path))
}

/** Adds everything that can be reached. */
function cover(from: ModuleVersion, graph: RequirementGraph, covered: Set<ModuleVersion>): void {
  const open = [from]
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    if (covered.has(module)) continue
    covered.add(module)
    for (const requirement of graph.requirementsOf(module) ?? []) open.push(requirement)
  }
}

/** Every module that can be reached, after all that it requires, except where they require each other. */
function postorder(from: readonly ModuleVersion[], graph: RequirementGraph): ModuleVersion[] {
  const order: ModuleVersion[] = []
  const entered = new Set<ModuleVersion>()
  const enter = (module: ModuleVersion) => {
    entered.add(module)
    return { module, rest: (graph.requirementsOf(module) ?? []).values() }
  }
  for (const start of from) {
    if (entered.has(start)) continue
    const stack = [enter(start)]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.next()
      if (next.done === true) {
        order.push(top.module)
        stack.pop()
      } else if (!entered.has(next.value)) {
        stack.push(enter(next.value))
      }
    }
  }
  return order
}
