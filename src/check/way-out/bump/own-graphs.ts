import { loadModuleGraph } from '../../../gomod/graph/load-module-graph.ts'
import type { MainModule, ModuleGraph, ReadGoMod } from '../../../gomod/graph/module-graph.ts'
import type { KnownGraph } from '../../target/read-project.ts'

/**
 * The module graph of each main module by itself, which is what `go get` and `go mod tidy` work on, in a workspace too.
 * There, another module of the workspace counts as it is on this machine, whatever version is asked for, with what it
 * requires itself: nobody is asked for that, and its own go.mod is changed by a command of its own.
 *
 * @param mains those of the graph, perhaps with other requirements
 * @throws what reading threw; InvalidError as {@link loadModuleGraph}
 *
 * Source: cmd/go/internal/modget.runGet, cmd/go/internal/modcmd.runTidy, which read no go.work to begin with
 */
export async function ownGraphs(
  { roots }: Pick<KnownGraph, 'roots'>,
  mains: readonly MainModule[],
  read: ReadGoMod,
): Promise<ModuleGraph[]> {
  if (roots.work === undefined) return Promise.all(mains.map((main) => graphOf(main, read)))
  const files = new Map(mains.map(({ path, file }) => [path, withoutIndirect(file)]))
  const readBeside: ReadGoMod = async (module, of) => files.get(of.path) ?? read(module, of)
  return Promise.all(mains.map((main) => graphOf(main, readBeside)))
}

/**
 * The same of a project as it is; a module alone has the graph that is known.
 *
 * @throws as {@link ownGraphs}
 */
export async function ownGraphsNow(known: KnownGraph): Promise<readonly ModuleGraph[]> {
  const { roots, graph, read } = known
  return roots.work === undefined ? [graph] : ownGraphs(known, roots.mains, read)
}

function graphOf(main: MainModule, read: ReadGoMod): Promise<ModuleGraph> {
  return loadModuleGraph({ mains: [main] }, read)
}

function withoutIndirect(file: MainModule['file']): MainModule['file'] {
  return { ...file, require: file.require.filter(({ indirect }) => !indirect) }
}
