import type { ModuleGraph, ModuleVersion } from '../../gomod/graph/module-graph.ts'
import type { Project } from './project.ts'

/**
 * Tells who requires a module version in the graph: others as `path@version`, main modules by their paths. A main module
 * whose line is marked `// indirect` is named only where nobody else requires that version.
 */
export function requirers(
  { mains }: Project,
  { loaded, buildList, requirementsOf }: ModuleGraph,
): (module: ModuleVersion) => readonly string[] {
  const by = new Map<string, string[]>()
  const keep = (module: ModuleVersion, name: string) => {
    const key = `${module.path}@${module.version}`
    const names = by.get(key)
    if (names === undefined) by.set(key, [name])
    else names.push(name)
  }
  const indirect: [module: ModuleVersion, name: string][] = []
  for (const { file } of mains) {
    const { path } = file.module
    const marked = new Set(
      file.require.filter((line) => line.indirect).map((line) => `${line.path}@${line.version}`),
    )
    for (const module of requirementsOf({ path, version: '' })) {
      if (marked.has(`${module.path}@${module.version}`)) indirect.push([module, path])
      else keep(module, path)
    }
  }
  const others = new Map(
    [...loaded, ...buildList].map((one) => [`${one.path}@${one.version}`, one]),
  )
  for (const [name, module] of others) {
    if (module.version === '') continue
    for (const required of requirementsOf(module)) keep(required, name)
  }
  for (const [module, path] of indirect) {
    if (!by.has(`${module.path}@${module.version}`)) keep(module, path)
  }
  return ({ path, version }) => by.get(`${path}@${version}`) ?? []
}
