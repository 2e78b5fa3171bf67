import { InvalidError } from '../invalid-error.ts'
import type { ModFile } from '../mod-file/mod-file.ts'
import type { GraphRoots, ModuleVersion, ReadGoMod } from './module-graph.ts'
import { requirementsIn, requirementsOfToolchain, type Requirements } from './requirements.ts'
import type { VersionNames } from './version-names.ts'
import { isToolchainPath } from './version-order.ts'

/** Reads what module versions require, each go.mod once. */
export interface RequirementsReader {
  /** Undefined when the go.mod cannot be had. Rejects once reading threw, from then on always and without reading. */
  readonly of: (module: ModuleVersion) => Promise<Requirements | undefined>
  /** What was asked for so far, before `replace`: neither main modules nor toolchains. */
  readonly asked: () => readonly ModuleVersion[]
  /** Those of {@link asked} whose go.mod could not be had. */
  readonly missing: () => readonly ModuleVersion[]
}

/** What a reader needs. */
export interface RequirementsReaderOptions {
  readonly roots: GraphRoots
  readonly names: VersionNames
  readonly replacementOf: (module: ModuleVersion) => ModuleVersion
  readonly read: ReadGoMod
}

/** So many versions no honest graph has; a server that makes up ever new ones would be read for ever. */
const mostVersions = 50_000

/** Makes a reader that has read nothing yet. */
export function requirementsReader(options: RequirementsReaderOptions): RequirementsReader {
  const { roots, names, replacementOf, read } = options
  const excluded = new Set(
    roots.mains.flatMap(({ file }) =>
      file.exclude.map(({ path, version }) => names(path, version)),
    ),
  )
  const mains = new Map(roots.mains.map(({ path, file }) => [names(path, ''), file]))
  const known = new Map<ModuleVersion, Promise<Requirements | undefined>>()
  const files = new Map<ModuleVersion, Promise<ModFile | undefined>>()
  const missing = new Set<ModuleVersion>()
  let failed: Promise<Requirements | undefined> | undefined

  function fileOf(module: ModuleVersion): Promise<ModFile | undefined> {
    const actual = replacementOf(module)
    let file = files.get(actual)
    if (file === undefined) files.set(actual, (file = read(actual, module)))
    return file
  }

  async function readOne(module: ModuleVersion): Promise<Requirements | undefined> {
    if (isToolchainPath(module.path)) return requirementsOfToolchain(module, names)
    const main = mains.get(module)
    if (main !== undefined) return requirementsIn(main, names, excluded)
    if (known.size > mostVersions) {
      throw new InvalidError(`the module graph has more than ${mostVersions} module versions`)
    }
    const file = await fileOf(module)
    if (file !== undefined) return requirementsIn(file, names, excluded)
    missing.add(module)
    return undefined
  }

  return {
    of(module) {
      let requirements = failed ?? known.get(module)
      if (requirements !== undefined) return requirements
      known.set(module, (requirements = readOne(module)))
      const started = requirements
      started.catch(() => {
        failed ??= started
      })
      return started
    },
    asked: () =>
      [...known.keys()].filter((module) => !mains.has(module) && !isToolchainPath(module.path)),
    missing: () => [...missing],
  }
}
