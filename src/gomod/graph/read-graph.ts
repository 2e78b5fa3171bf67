import type { ModuleVersion } from './module-graph.ts'
import type { RequirementsReader } from './read-requirements.ts'
import { requirementGraph, type RequirementGraph } from './requirement-graph.ts'
import type { Pruning } from './requirements.ts'
import type { VersionNames } from './version-names.ts'
import { compareRequired, noVersion } from './version-order.ts'

/** From where a graph is read. */
export interface GraphStart {
  /** The main module; absent in a workspace, whose modules are among the roots. */
  readonly main?: ModuleVersion
  readonly pruning: Pruning
  /** By path and version. */
  readonly roots: readonly ModuleVersion[]
}

/** What reading a graph takes. */
export interface GraphTools {
  readonly names: VersionNames
  readonly reader: RequirementsReader
}

/**
 * Reads the graph of requirements from its roots as far as its pruning reaches. A module whose go.mod cannot be had
 * requires nothing.
 *
 * @throws what reading threw
 *
 * Source: cmd/go/internal/modload.readModGraph
 */
export async function readGraph(start: GraphStart, tools: GraphTools): Promise<RequirementGraph> {
  const { main, pruning, roots } = start
  const graph = requirementGraph(main === undefined ? roots : [main])
  if (main !== undefined) graph.require(main, roots)
  const visit = visitor(graph, tools)
  await Promise.all(roots.map((root) => visit(root, pruning)))
  if (pruning === 'workspace') await readAllSelected(graph, start, { ...tools, visit })
  return graph
}

type Visit = (module: ModuleVersion, pruning: Pruning) => Promise<void>

function visitor(graph: RequirementGraph, { reader }: GraphTools): Visit {
  const visited = new Map<Pruning, Set<ModuleVersion>>()

  function isNew(module: ModuleVersion, pruning: Pruning): boolean {
    let there = visited.get(pruning)
    if (there === undefined) visited.set(pruning, (there = new Set()))
    if (module.version === noVersion || there.has(module)) return false
    there.add(module)
    return true
  }

  async function enter(module: ModuleVersion, pruning: Pruning): Promise<void> {
    const own = await reader.of(module)
    if (own === undefined) return
    if (graph.requirementsOf(module) === undefined) graph.require(module, own.requires)
    if (pruning === 'pruned' && own.pruning !== 'unpruned') return
    const next = pruning === 'unpruned' ? 'unpruned' : own.pruning
    const open = own.requires.filter((requirement) => isNew(requirement, next))
    await Promise.all(open.map((requirement) => enter(requirement, next)))
  }

  return async (module, pruning) => {
    if (isNew(module, pruning)) await enter(module, pruning)
  }
}

/**
 * In a workspace, a module may be selected at a version above the one that a module in use names; what that version
 * requires counts as well, and so on until nothing is added.
 */
async function readAllSelected(
  graph: RequirementGraph,
  { roots }: GraphStart,
  { names, visit }: GraphTools & { readonly visit: Visit },
): Promise<void> {
  const inUse = new Set(roots.map(({ path }) => path))
  const seen = new Set<ModuleVersion>()
  const selected = (path: string) => names(path, graph.selected(path))
  for (;;) {
    const open = new Set<ModuleVersion>()
    for (const path of inUse) {
      const module = selected(path)
      if (!seen.has(module)) {
        open.add(module)
        continue
      }
      for (const { path: required, version } of graph.requirementsOf(module) ?? []) {
        const chosen = selected(required)
        const isHigher =
          chosen.version !== '' && compareRequired(required, chosen.version, version) > 0
        if (isHigher && !seen.has(chosen)) open.add(chosen)
      }
    }
    if (open.size === 0) return
    for (const module of open) {
      seen.add(module)
      inUse.add(module.path)
    }
    await Promise.all([...open].map((module) => visit(module, 'workspace')))
  }
}
