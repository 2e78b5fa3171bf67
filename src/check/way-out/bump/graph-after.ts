import { loadModuleGraph } from '../../../gomod/graph/load-module-graph.ts'
import type {
  MainModule,
  ModuleGraph,
  ModuleVersion,
  ReadGoMod,
} from '../../../gomod/graph/module-graph.ts'
import type { RequireDirective } from '../../../gomod/mod-file/mod-file.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import { ownGraphs } from './own-graphs.ts'

/**
 * The module graph of a project after `go get` of these versions and `go mod tidy`, as far as go.mod files tell: a line
 * with `// indirect` goes where something led to it before, and nothing does any more. One to which nothing led stays,
 * since only packages can tell what it is for. In a workspace that is done in each module that has one of them in its
 * graph.
 *
 * @param before what {@link ownGraphs} gives of the project as it is
 * @param without a module whose lines with `// indirect` go in any case, where something is raised
 * @param read gives go.mod files, also those that the graph had no need of so far
 * @throws what reading threw; InvalidError as {@link loadModuleGraph}
 *
 * Source: go help get; cmd/go/internal/modload.tidyRoots
 */
export async function graphAfter(
  known: KnownGraph,
  before: readonly ModuleGraph[],
  raised: readonly ModuleVersion[],
  read: ReadGoMod,
  without?: string,
): Promise<ModuleGraph> {
  const { roots } = known
  const got = roots.mains.map((main, index) => {
    const own = raisedIn(before[index], raised)
    return withLines(main, withRaised(main.file.require, own))
  })
  const after = await ownGraphs(known, got, read)
  const mains = got.map((main, index) => {
    const [was, is] = [before[index], after[index]]
    if (!was || !is || raisedIn(was, raised).length === 0) return main
    const led = ledTo(was, known.roots.mains[index]?.file.require ?? [])
    const leads = ledTo(is, main.file.require)
    const kept = main.file.require
      .filter(({ path, indirect }) => !indirect || leads.has(path) || !led.has(path))
      .filter(({ path, indirect }) => !indirect || path !== without)
    return withLines(main, atVersions(kept, selectedIn(is)))
  })
  return loadModuleGraph({ ...roots, mains }, readChanged(mains, read))
}

/** Reads what is changed as it will be, also where a `replace` leads to its folder. */
function readChanged(mains: readonly MainModule[], read: ReadGoMod): ReadGoMod {
  const files = new Map(mains.map(({ path, file }) => [path, file]))
  return async (module, of) =>
    (module.version === '' ? files.get(of.path) : undefined) ?? read(module, of)
}

/** Those of the versions whose modules a graph has. */
export function raisedIn(
  graph: ModuleGraph | undefined,
  raised: readonly ModuleVersion[],
): ModuleVersion[] {
  const selected = graph ? selectedIn(graph) : new Map<string, string>()
  return raised.filter(({ path }) => selected.has(path))
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
