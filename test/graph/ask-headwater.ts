import { loadModuleGraph } from '../../src/gomod/graph/load-module-graph.ts'
import { edgesOf, shown } from '../../src/gomod/graph/made-modules.test-data.ts'
import type {
  GraphRoots,
  MainModule,
  ModuleGraph,
  ModuleVersion,
} from '../../src/gomod/graph/module-graph.ts'
import type { ModFile } from '../../src/gomod/mod-file/mod-file.ts'
import { parseModFile, parseWorkFile } from '../../src/gomod/mod-file/parse.ts'
import { folderOf, inFolder, type GraphAnswer, type Project } from './project.ts'

/** Finds the go.mod of a module version in a registry; undefined when there is none. */
export type FindGoMod = (module: ModuleVersion) => string | Uint8Array | undefined

/**
 * What our own code makes of a project.
 *
 * @throws InvalidError as loadModuleGraph
 * @throws Error when a file or a go.mod cannot be had
 */
export async function askHeadwater(project: Project, find: FindGoMod): Promise<GraphAnswer> {
  const roots = rootsOf(project)
  const graph = await loadModuleGraph(roots, async (module) => goModOf(module, project, find))
  if (graph.missing.length > 0) throw new Error(`no go.mod: ${graph.missing.map(shown).join(' ')}`)
  return {
    list: graph.buildList.map((module) => listLine(module, graph.replacementOf(module))),
    edges: edgesOf(graph, startsOf(roots)),
    loaded: inRegistry(graph.loaded, graph).toSorted(),
    listed: inRegistry([...graph.loaded, ...graph.buildList], graph).toSorted(),
    download: inRegistry(graph.download, graph),
  }
}

function rootsOf({ files, root }: Project): GraphRoots {
  const main = (name: string, folder: string): MainModule => {
    const file = parseModFile(name, files[name] ?? '')
    if (file.module === undefined) throw new Error(`${name} names no module`)
    return { path: file.module.path, file, folder }
  }
  if (!root.endsWith('go.work')) return { mains: [main(root, '.')] }
  const work = parseWorkFile(root, files[root] ?? '')
  const mains = work.use.map(({ path }) =>
    main(inFolder(folderOf(root), inFolder(path, 'go.mod')), path),
  )
  return { mains, work }
}

function goModOf(
  module: ModuleVersion,
  { files, root }: Project,
  find: FindGoMod,
): ModFile | undefined {
  const text =
    module.version === ''
      ? files[inFolder(folderOf(root), inFolder(module.path, 'go.mod'))]
      : find(module)
  return text === undefined ? undefined : parseModFile('go.mod', text, { lax: true })
}

/** What `go mod graph` starts from: in a workspace also its Go version and toolchain. */
function startsOf({ mains, work }: GraphRoots): ModuleVersion[] {
  const starts = mains.map(({ path }) => ({ path, version: '' }))
  if (work === undefined) return starts
  starts.push({ path: 'go', version: work.go ?? '1.18' })
  if (work.toolchain !== undefined) starts.push({ path: 'toolchain', version: work.toolchain })
  return starts.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function inRegistry(modules: readonly ModuleVersion[], { replacementOf }: ModuleGraph): string[] {
  const actual = modules.map(replacementOf).filter(({ version }) => version !== '')
  return [...new Set(actual.map(shown))]
}

function listLine(module: ModuleVersion, actual: ModuleVersion): string {
  const own = `${module.path} ${module.version}`.trimEnd()
  const isReplaced = actual.path !== module.path || actual.version !== module.version
  return isReplaced ? `${own} => ${actual.path} ${actual.version}`.trimEnd() : own
}
