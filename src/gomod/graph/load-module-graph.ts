import { areRootsSelected, consistentRoots, hasRedundantRoot } from './consistent-roots.ts'
import { downloadsOf } from './downloads.ts'
import type { GraphRoots, ModuleGraph, ReadGoMod } from './module-graph.ts'
import { readGraph, type GraphTools } from './read-graph.ts'
import { requirementsReader } from './read-requirements.ts'
import { replacements } from './replacements.ts'
import type { RequirementGraph } from './requirement-graph.ts'
import { startOf } from './roots.ts'
import { versionNames } from './version-names.ts'
import { byPathAndVersion, isToolchainPath, noVersion } from './version-order.ts'

/**
 * Loads the module graph of a module or a workspace as `go` does with `-mod=mod`: where the requirements of go.mod are
 * below what the graph needs, those count which `go` would write there. A module whose go.mod cannot be had is passed
 * over, and named in `missing`. Whatever `read` throws ends the loading; it is called for many modules at once.
 *
 * @throws InvalidError when a workspace has a module twice, `replace` lines contradict each other, or the graph is
 *   larger than any honest one
 *
 * Source: cmd/go/internal/modload.LoadModGraph, expandGraph; https://go.dev/ref/mod#minimal-version-selection
 */
export async function loadModuleGraph(roots: GraphRoots, read: ReadGoMod): Promise<ModuleGraph> {
  const names = versionNames()
  const replacementOf = replacements(roots, names)
  const reader = requirementsReader({ roots, names, replacementOf, read })
  const graph = await readConsistent(roots, { names, reader })
  const buildList = graph
    .buildList()
    .filter(({ path, version }) => !isToolchainPath(path) && version !== noVersion)
  const selected = new Map(buildList.map((module) => [module.path, module]))
  return {
    buildList,
    download: downloadsOf({ roots, selected, replacementOf }),
    loaded: reader.asked().toSorted(byPathAndVersion),
    missing: reader.missing().toSorted(byPathAndVersion),
    requirementsOf: ({ path, version }) => graph.requirementsOf(names(path, version)) ?? [],
    replacementOf,
  }
}

async function readConsistent(roots: GraphRoots, tools: GraphTools): Promise<RequirementGraph> {
  const given = startOf(roots, tools.names)
  if (!('direct' in given)) return readGraph(given, tools)
  const start = hasRedundantRoot(given) ? await consistentRoots(given, tools) : given
  const graph = await readGraph(start, tools)
  if (areRootsSelected(start, graph)) return graph
  return readGraph(await consistentRoots(start, tools, graph), tools)
}
