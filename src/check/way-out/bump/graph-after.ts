import { loadModuleGraph } from '../../../gomod/graph/load-module-graph.ts'
import type {
  MainModule,
  ModuleGraph,
  ModuleVersion,
  ReadGoMod,
} from '../../../gomod/graph/module-graph.ts'
import type { RequireDirective } from '../../../gomod/mod-file/mod-file.ts'
import type { KnownGraph } from '../../target/read-project.ts'

/**
 * The module graph of a project of one module after `go get` of these versions and `go mod tidy`, as far as go.mod files
 * tell: a line with `// indirect` goes where something led to it before, and nothing does any more. One to which nothing
 * led stays, since only packages can tell what it is for.
 *
 * @param without a module whose line with `// indirect` goes in any case
 * @param read gives go.mod files, also those that the graph had no need of so far
 * @throws what reading threw; InvalidError as {@link loadModuleGraph}
 *
 * Source: go help get; cmd/go/internal/modload.tidyRoots
 */
export async function graphAfter(
  { roots, graph }: KnownGraph,
  main: MainModule,
  raised: readonly ModuleVersion[],
  read: ReadGoMod,
  without?: string,
): Promise<ModuleGraph> {
  const led = ledTo(graph, main.file.require)
  const lines = withRaised(main.file.require, raised)
  const got = await loadModuleGraph({ ...roots, mains: [withLines(main, lines)] }, read)
  const leads = ledTo(got, lines)
  const kept = lines
    .filter(({ path, indirect }) => !indirect || leads.has(path) || !led.has(path))
    .filter(({ path, indirect }) => !indirect || path !== without)
  return loadModuleGraph(
    { ...roots, mains: [withLines(main, atVersions(kept, selectedIn(got)))] },
    read,
  )
}

/** The version of each module that a graph selects, by path. */
export function selectedIn({ buildList }: ModuleGraph): ReadonlyMap<string, string> {
  return new Map(buildList.map(({ path, version }) => [path, version]))
}

function withLines(main: MainModule, require: readonly RequireDirective[]): MainModule {
  return { ...main, file: { ...main.file, require } }
}

function withRaised(
  lines: readonly RequireDirective[],
  raised: readonly ModuleVersion[],
): RequireDirective[] {
  const listed = new Set(lines.map(({ path }) => path))
  const added = raised
    .filter(({ path }) => !listed.has(path))
    .map(({ path, version }) => ({ path, version, indirect: true, line: 0 }))
  return [
    ...atVersions(lines, new Map(raised.map(({ path, version }) => [path, version]))),
    ...added,
  ]
}

function atVersions(
  lines: readonly RequireDirective[],
  versions: ReadonlyMap<string, string>,
): RequireDirective[] {
  return lines.map(({ path, version, indirect, line }) => ({
    path,
    version: versions.get(path) ?? version,
    indirect,
    line,
  }))
}

/** The modules, by path, that are required by what lines without `// indirect` lead to. */
function ledTo(graph: ModuleGraph, lines: readonly RequireDirective[]): ReadonlySet<string> {
  const versions = selectedIn(graph)
  const open = lines.filter(({ indirect }) => !indirect).map(({ path }) => path)
  const followed = new Set<string>()
  const led = new Set<string>()
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const version = versions.get(path)
    if (followed.has(path) || version === undefined) continue
    followed.add(path)
    for (const required of graph.requirementsOf({ path, version })) {
      led.add(required.path)
      open.push(required.path)
    }
  }
  return led
}
