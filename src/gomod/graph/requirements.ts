import { compareGoVersions } from '../go-version.ts'
import type { ModFile } from '../mod-file/mod-file.ts'
import type { ModuleVersion } from './module-graph.ts'
import type { VersionNames } from './version-names.ts'
import { compareRequired } from './version-order.ts'

/**
 * How much of a graph counts: in `unpruned` all that is required, however far away; in `pruned` a module at Go 1.17 or
 * later shows only what its own go.mod requires; `workspace` is that from each module of the workspace on.
 *
 * Source: https://go.dev/ref/mod#graph-pruning, cmd/go/internal/modload.modPruning
 */
export type Pruning = 'pruned' | 'unpruned' | 'workspace'

/** What the go.mod of a module version says about the graph. */
export interface Requirements {
  readonly pruning: Pruning
  readonly requires: readonly ModuleVersion[]
}

/** What a file without a `go` line is read as. Source: cmd/go/internal/gover.DefaultGoModVersion */
export const defaultGo = '1.16'

/** The pruning of a module at a Go version. Source: cmd/go/internal/modload.pruningForGoVersion */
export function pruningOf(go: string): Pruning {
  return compareGoVersions(go, '1.17') < 0 ? 'unpruned' : 'pruned'
}

/**
 * What a go.mod that is not that of the main module requires: its `require` lines in their order without those that are
 * excluded, and from Go 1.21 on its Go version.
 *
 * Source: cmd/go/internal/modload.summaryFromModFile, goModSummary
 */
export function requirementsIn(
  { go, require }: ModFile,
  names: VersionNames,
  excluded: ReadonlySet<ModuleVersion>,
): Requirements {
  const requires = require.map(({ path, version }) => names(path, version))
  if (go !== undefined && compareGoVersions(go, '1.21') >= 0) requires.push(names('go', go))
  return {
    pruning: pruningOf(go ?? defaultGo),
    requires: requires.filter((module) => !excluded.has(module)),
  }
}

/**
 * What `go` or `toolchain` requires: from Go 1.21 on the language needs its toolchain.
 *
 * Source: cmd/go/internal/modload.rawGoModSummary
 */
export function requirementsOfToolchain(
  { path, version }: ModuleVersion,
  names: VersionNames,
): Requirements {
  const needsToolchain = path === 'go' && compareRequired('go', version, '1.21') >= 0
  const requires = needsToolchain ? [names('toolchain', `go${version}`)] : []
  return { pruning: 'pruned', requires }
}
