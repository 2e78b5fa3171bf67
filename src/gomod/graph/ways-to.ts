import type { MainModule, ModuleGraph, ModuleVersion } from './module-graph.ts'
import { versionNames, type VersionNames } from './version-names.ts'
import { byPathAndVersion, isToolchainPath, noVersion } from './version-order.ts'

/** How the main modules come to need a module version. Modules are shown as `path@version`. */
export interface Ways {
  /**
   * At most two, the shortest first, of one length by path and version; they differ in their last module. Each leads from
   * a line of go.mod without `// indirect` to the module, which is left out. Empty when such a line names the module
   * itself, and when no other module requires it.
   */
  readonly shortest: readonly (readonly string[])[]
  /** How many other module versions require it, beside those that are last in `shortest`. */
  readonly more: number
}

/**
 * Searches the ways from the main modules to everything in a graph, once and breadth first, and gives the answer for
 * each module version. Who requires a lower version leads to the selected one as well, and counts as requiring it where
 * nobody else does. Where no line without `// indirect` leads to a module, the others are followed. What is more than a
 * hundred steps away has no way.
 *
 * @param mains those that the graph was loaded with
 */
export function waysTo(
  graph: ModuleGraph,
  mains: readonly MainModule[],
): (target: ModuleVersion) => Ways {
  const names = versionNames()
  const search = searchFrom(graph, mains, names)
  return (target) => {
    const { before, direct, exactly, lower } = search
    const module = names(target.path, target.version)
    const requirers = exactly.get(module) ?? lower.get(module) ?? []
    if (direct.has(module)) return { shortest: [], more: requirers.length }
    const shortest: string[][] = []
    for (const last of requirers) {
      const way = wayTo(last, before)
      if (!way.includes(module)) shortest.push(way.map(shown))
      if (shortest.length === 2) break
    }
    return { shortest, more: requirers.length - shortest.length }
  }
}

const mostSteps = 100

/** What a search found. Lists are in the order of the ways to their members: the shortest first. */
interface Found {
  /** Through what each module was reached first; undefined for what a main module requires. */
  readonly before: ReadonlyMap<ModuleVersion, ModuleVersion | undefined>
  /** What the main modules require without `// indirect`, also at the versions selected. */
  readonly direct: ReadonlySet<ModuleVersion>
  /** Who requires just that version. */
  readonly exactly: ReadonlyMap<ModuleVersion, readonly ModuleVersion[]>
  /** Who requires a version below that, which is selected. */
  readonly lower: ReadonlyMap<ModuleVersion, readonly ModuleVersion[]>
}

function searchFrom(graph: ModuleGraph, mains: readonly MainModule[], names: VersionNames): Found {
  const before = new Map<ModuleVersion, ModuleVersion | undefined>()
  const exactly = new Map<ModuleVersion, ModuleVersion[]>()
  const lower = new Map<ModuleVersion, ModuleVersion[]>()
  const chosen = new Map(
    graph.buildList.map(({ path, version }) => [path, names(path, version)] as const),
  )
  const requirementsOf = (module: ModuleVersion) =>
    graph
      .requirementsOf(module)
      .filter(({ path, version }) => !isToolchainPath(path) && version !== noVersion)
      .map(({ path, version }) => names(path, version))
  const selected = ({ path }: ModuleVersion) => {
    const module = chosen.get(path)
    return module?.version === '' ? undefined : module
  }
  const both = (modules: readonly ModuleVersion[]) =>
    modules.flatMap((module) => [module, selected(module) ?? module])

  function follow(start: readonly ModuleVersion[]): void {
    let level = fresh(start, undefined)
    for (let step = 0; step < mostSteps && level.length > 0; step += 1) {
      const next: ModuleVersion[] = []
      for (const module of level.toSorted(byPathAndVersion)) {
        const requirements = requirementsOf(module)
        for (const requirement of requirements) {
          add(exactly, requirement, module)
          const instead = selected(requirement)
          if (instead !== undefined && instead !== requirement) add(lower, instead, module)
        }
        next.push(...fresh(both(requirements), module))
      }
      level = next
    }
  }

  function fresh(modules: readonly ModuleVersion[], from: ModuleVersion | undefined) {
    const found: ModuleVersion[] = []
    for (const module of modules) {
      if (before.has(module)) continue
      before.set(module, from)
      found.push(module)
    }
    return found
  }

  const listed = mains.flatMap((main) => listedBy(main, requirementsOf(names(main.path, ''))))
  const direct = both(listed.filter(({ isDirect }) => isDirect).map(({ module }) => module))
  follow(direct)
  follow(both(listed.map(({ module }) => module)))
  return { before, direct: new Set(direct), exactly, lower }
}

function listedBy({ file }: MainModule, requirements: readonly ModuleVersion[]) {
  const direct = new Set(file.require.filter(({ indirect }) => !indirect).map(({ path }) => path))
  return requirements.map((module) => ({ module, isDirect: direct.has(module.path) }))
}

function wayTo(
  last: ModuleVersion,
  before: ReadonlyMap<ModuleVersion, ModuleVersion | undefined>,
): ModuleVersion[] {
  const way: ModuleVersion[] = []
  for (let module: ModuleVersion | undefined = last; module; module = before.get(module)) {
    way.push(module)
  }
  return way.toReversed()
}

function shown({ path, version }: ModuleVersion): string {
  return `${path}@${version}`
}

function add<K, V>(to: Map<K, V[]>, key: K, value: V): void {
  const there = to.get(key)
  if (there === undefined) to.set(key, [value])
  else if (there.at(-1) !== value) there.push(value)
}
