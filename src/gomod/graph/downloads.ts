import { compareGoVersions } from '../go-version.ts'
import type { GraphRoots, ModuleVersion } from './module-graph.ts'

/** What is known of a graph when its downloads are asked for. */
export interface DownloadSource {
  readonly roots: GraphRoots
  /** By path. */
  readonly selected: ReadonlyMap<string, ModuleVersion>
  readonly replacementOf: (module: ModuleVersion) => ModuleVersion
}

/**
 * The module versions that `go mod download` without arguments takes, each once: in a module at Go 1.17 or later, and in
 * one without a `go` line, to which it adds one, what go.mod requires, in its order; else everything, by path. What a
 * folder stands for is not downloaded.
 *
 * Source: cmd/go/internal/modcmd.runDownload
 */
export function downloadsOf({ roots, selected, replacementOf }: DownloadSource): ModuleVersion[] {
  const { mains, work } = roots
  const file = work === undefined ? mains[0]?.file : undefined
  const isListed = file !== undefined && compareGoVersions(file.go ?? '1.17', '1.17') >= 0
  const wanted = isListed ? file.require.map(({ path }) => selected.get(path)) : selected.values()
  return [...new Set(wanted)]
    .filter((module) => module !== undefined)
    .filter((module) => module.version !== '' && replacementOf(module).version !== '')
}
