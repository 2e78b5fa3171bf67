import type { ModuleVersion } from './module-graph.ts'
import { leastRoots } from './least-roots.ts'
import { readGraph, type GraphStart, type GraphTools } from './read-graph.ts'
import type { RequirementGraph } from './requirement-graph.ts'
import { compareRequired } from './version-order.ts'

/** A start with a main module, and the paths that its go.mod requires without `// indirect`, and `go`. */
export interface MainStart extends GraphStart {
  readonly main: ModuleVersion
  readonly direct: ReadonlySet<string>
}

/**
 * Whether the roots name the main module or a path twice, so that they are brought in order before anything is read.
 *
 * Source: cmd/go/internal/modload.Requirements.hasRedundantRoot
 */
export function hasRedundantRoot({ main, roots }: MainStart): boolean {
  return roots.some(({ path }, index) => path === main.path || path === roots[index - 1]?.path)
}

/** Whether every root is selected. Source: cmd/go/internal/modload.ModuleGraph.allRootsSelected */
export function areRootsSelected({ roots }: MainStart, graph: RequirementGraph): boolean {
  return roots.every(({ path, version }) => graph.selected(path) === version)
}

/**
 * The start with the roots that `go` writes into go.mod when those that stand there are below what is required: each
 * path once, at the version that is selected. What comes into sight by that may raise others, until all agree.
 *
 * @param graph read from `start`; unless given, it is read only if need be
 *
 * @throws what reading threw
 *
 * Source: cmd/go/internal/modload.updatePrunedRoots, updateUnprunedRoots, with -mod=mod
 */
export async function consistentRoots(
  start: MainStart,
  tools: GraphTools,
  graph?: RequirementGraph,
): Promise<MainStart> {
  if (start.pruning === 'unpruned') {
    return unprunedRoots(start, tools, graph ?? (await readGraph(start, tools)))
  }
  let roots = start.roots
  let selected = graph?.selected ?? highestOf(roots)
  for (;;) {
    const { next, isRaised } = eachOnce(roots, start, tools, selected)
    if (!isRaised) return { ...start, roots: next }
    roots = next
    selected = (await readGraph({ ...start, roots }, tools)).selected
  }
}

function eachOnce(
  roots: readonly ModuleVersion[],
  { main }: MainStart,
  { names }: GraphTools,
  selected: (path: string) => string,
): { readonly next: readonly ModuleVersion[]; readonly isRaised: boolean } {
  const next: ModuleVersion[] = []
  const done = new Set([main.path])
  let isRaised = false
  for (const { path, version } of roots) {
    if (done.has(path)) continue
    done.add(path)
    const chosen = selected(path)
    next.push(names(path, chosen))
    if (chosen !== version) isRaised = true
  }
  return { next, isRaised }
}

function unprunedRoots(
  start: MainStart,
  { names }: GraphTools,
  graph: RequirementGraph,
): MainStart {
  const buildList = graph.buildList().slice(1)
  const paths = new Set(
    start.roots
      .filter(({ path, version }) => graph.selected(path) === version)
      .map(({ path }) => path),
  )
  for (const { path } of buildList) if (start.direct.has(path)) paths.add(path)
  return { ...start, roots: leastRoots(graph, names, buildList, [...paths]) }
}

function highestOf(roots: readonly ModuleVersion[]): (path: string) => string {
  const highest = new Map<string, string>()
  for (const { path, version } of roots) {
    const known = highest.get(path)
    if (known === undefined || compareRequired(path, known, version) < 0) highest.set(path, version)
  }
  return (path) => highest.get(path) ?? ''
}
