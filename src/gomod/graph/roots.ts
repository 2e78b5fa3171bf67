import { InvalidError } from '../invalid-error.ts'
import type { MainStart } from './consistent-roots.ts'
import type { GraphRoots, MainModule, ModuleVersion } from './module-graph.ts'
import type { GraphStart } from './read-graph.ts'
import { defaultGo, pruningOf } from './requirements.ts'
import type { VersionNames } from './version-names.ts'
import { byPathAndVersion } from './version-order.ts'

/** What a go.work without a `go` line is read as. Source: cmd/go/internal/gover.DefaultGoWorkVersion */
const defaultWorkGo = '1.18'

/**
 * Where a graph starts: from what the go.mod of a module requires without what it excludes, or from the modules of a
 * workspace.
 *
 * @throws InvalidError when a workspace has two modules of one path
 *
 * Source: cmd/go/internal/modload.requirementsFromModFiles, makeMainModules
 */
export function startOf({ mains, work }: GraphRoots, names: VersionNames): GraphStart | MainStart {
  if (work !== undefined) {
    const roots = mains.map(({ path }) => names(path, ''))
    const twice = roots.find((root, index) => roots.indexOf(root) !== index)
    if (twice !== undefined) {
      throw new InvalidError(`go.work uses two modules ${JSON.stringify(twice.path)}`)
    }
    roots.push(...toolchainRoots(work.go ?? defaultWorkGo, work.toolchain, names))
    return { pruning: 'workspace', roots: roots.toSorted(byPathAndVersion) }
  }
  const [main, ...more] = mains
  if (main === undefined || more.length > 0) {
    throw new RangeError(`${mains.length} main modules without a go.work`)
  }
  return startOfMain(main, names)
}

/** Source: cmd/go/internal/modload.rootsFromModFile */
function startOfMain({ path, file }: MainModule, names: VersionNames): MainStart {
  const excluded = new Set(file.exclude.map((module) => names(module.path, module.version)))
  const roots: ModuleVersion[] = []
  const direct = new Set(['go'])
  for (const { path, version, indirect } of file.require) {
    const module = names(path, version)
    if (excluded.has(module)) continue
    roots.push(module)
    if (!indirect) direct.add(path)
  }
  const go = file.go ?? defaultGo
  roots.push(...toolchainRoots(go, file.toolchain, names))
  return {
    main: names(path, ''),
    pruning: pruningOf(go),
    roots: roots.toSorted(byPathAndVersion),
    direct,
  }
}

/** Source: cmd/go/internal/modload.appendGoAndToolchainRoots */
function toolchainRoots(
  go: string,
  toolchain: string | undefined,
  names: VersionNames,
): ModuleVersion[] {
  const roots = [names('go', go)]
  if (toolchain !== undefined) roots.push(names('toolchain', toolchain))
  return roots
}
