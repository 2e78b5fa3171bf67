import type { ModFile, WorkFile } from '../mod-file/mod-file.ts'

/** A module and the version of it that is meant; '' is the version of a main module. */
export interface ModuleVersion {
  readonly path: string
  readonly version: string
}

/** A module that is worked on: the one of a project, or one that a go.work uses. */
export interface MainModule {
  readonly path: string
  readonly file: ModFile
  /** In a workspace, its folder, slash-separated, relative to that of the go.work or absolute; '.' unless given. */
  readonly folder?: string
}

/** What a module graph is made from. */
export interface GraphRoots {
  /** At least one; several only with a go.work. */
  readonly mains: readonly MainModule[]
  readonly work?: WorkFile
}

/**
 * Gives the go.mod of a module version that is not a main module, with what is replaced taken from where it is replaced:
 * the caller is asked for the replacement. Undefined where it cannot be had; whatever it throws ends the loading.
 *
 * @param module after `replace`; its version is '' where a folder replaces it, which `path` then names: as written in
 *   go.mod or go.work, or, when a go.mod of a workspace says it, made relative to the folder of the go.work
 * @param of the module as required
 */
export type ReadGoMod = (module: ModuleVersion, of: ModuleVersion) => Promise<ModFile | undefined>

/** The modules that a build needs, as `go` finds them. */
export interface ModuleGraph {
  /** What `go list -m all` gives, in its order, main modules first; before `replace`. */
  readonly buildList: readonly ModuleVersion[]
  /** What `go mod download` without arguments takes, in its order; before `replace`. Nothing that a folder replaces. */
  readonly download: readonly ModuleVersion[]
  /** Every version whose go.mod had to be read to find that out, before `replace`, by path; no main modules. */
  readonly loaded: readonly ModuleVersion[]
  /** Those of {@link loaded} whose go.mod could not be had: what they require is not known. */
  readonly missing: readonly ModuleVersion[]
  /**
   * What a module version requires in the graph, as `go mod graph` shows it, `go` and `toolchain` among it; empty where
   * it is pruned out.
   */
  readonly requirementsOf: (module: ModuleVersion) => readonly ModuleVersion[]
  /** What stands in the place of a module version by a `replace`; itself where nothing does. */
  readonly replacementOf: (module: ModuleVersion) => ModuleVersion
}
