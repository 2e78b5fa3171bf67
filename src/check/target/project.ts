import type { MainModule } from '../../gomod/graph/module-graph.ts'
import type { ReplaceDirective, WorkFile } from '../../gomod/mod-file/mod-file.ts'
import type { ModulesTxt } from '../../gomod/modules-txt.ts'
import type { MainModFile } from './module-files.ts'
import type { ProjectTree } from './project-tree.ts'
import type { SumTable } from './sum-table.ts'

/** A main module, where it is. */
export interface MainFile {
  readonly folder: string
  /** Its go.mod, as shown to people. */
  readonly name: string
  readonly file: MainModFile
}

/** What is built together: a module, or all that a go.work uses. */
export interface Project {
  readonly tree: ProjectTree
  /** The folder of its go.mod or go.work. */
  readonly folder: string
  /** That file, as shown to people. */
  readonly name: string
  /** At least one; several only with a go.work. */
  readonly mains: readonly MainFile[]
  readonly work?: WorkFile
  /** Absent where there is no go.sum. */
  readonly sums?: SumTable
  /** What is in its vendor folder, where the go command builds from that. */
  readonly vendor?: ModulesTxt
  /** Remarks on its files, one line each. */
  readonly notes: readonly string[]
}

/** A `replace` line, where it stands. */
export interface PlacedReplace {
  readonly rule: ReplaceDirective
  /** As shown to people. */
  readonly file: string
  /** The folder that relative paths in it start from. */
  readonly base: string
}

/**
 * All `replace` lines of a project that count: a path that go.work replaces is replaced by nothing else.
 *
 * Source: cmd/go/internal/modload.makeMainModules
 */
export function replacesOf({ work, mains, folder, name }: Project): readonly PlacedReplace[] {
  const first = (work?.replace ?? []).map((rule) => ({ rule, file: name, base: folder }))
  const paths = new Set(first.map(({ rule }) => rule.oldPath))
  const rest = mains.flatMap(({ file, folder: base, name: at }) =>
    file.replace
      .filter(({ oldPath }) => !paths.has(oldPath))
      .map((rule) => ({ rule, file: at, base })),
  )
  return [...first, ...rest]
}

/** The main modules of a project as a graph is made from them: folders of `replace` lines as absolute paths. */
export function graphMains({ tree, mains }: Project): readonly MainModule[] {
  return mains.map(({ file, folder }) => ({
    path: file.module.path,
    file: { ...file, replace: absolute(file.replace, tree, folder) },
  }))
}

/** The go.work of a project as {@link graphMains}. */
export function graphWork({ tree, work, folder }: Project): WorkFile | undefined {
  return work && { ...work, replace: absolute(work.replace, tree, folder) }
}

function absolute(
  rules: readonly ReplaceDirective[],
  tree: ProjectTree,
  base: string,
): readonly ReplaceDirective[] {
  return rules.map((rule) =>
    rule.newVersion === '' ? { ...rule, newPath: tree.path.resolve(base, rule.newPath) } : rule,
  )
}
