import type { ModuleGraph, ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import type { ModFile } from '../../../gomod/mod-file/mod-file.ts'
import { requiredPath, type Subject } from '../../subject.ts'
import { selectedIn } from './graph-after.ts'
import type { Trials } from './trials.ts'

/** What it takes to tell whether a graph is free of a module version. */
export interface Freeing {
  readonly tools: {
    /** Whether upstream has this version, as it should be. */
    readonly isFine: (module: ModuleVersion) => Promise<boolean>
  }
  readonly tried: Trials
}

/** Whether nothing of a graph is the module version, and what there is of the module is fine. */
export async function isFree(
  after: ModuleGraph,
  subject: Subject,
  { tools }: Freeing,
): Promise<boolean> {
  if (holds(after, subject)) return false
  const path = requiredPath(subject)
  const left = selectedIn(after).get(path)
  return left === undefined || tools.isFine({ path, version: left })
}

/** Whether a module version is anything of a graph, or stands for anything of it. */
export function holds(
  { buildList, loaded, replacementOf }: ModuleGraph,
  { path, version }: Pick<Subject, 'path' | 'version'>,
): boolean {
  return [...buildList, ...loaded].some((module) => {
    const instead = replacementOf(module)
    return instead.path === path && instead.version === version
  })
}

/** Whether nothing of a module is read, and all who are selected and require it mark their lines as indirect. */
export async function isOnlyNamed(
  after: ModuleGraph,
  subject: Subject,
  { tried }: Freeing,
): Promise<boolean> {
  const path = requiredPath(subject)
  if (after.loaded.some((module) => module.path === path)) return false
  for (const module of after.buildList) {
    if (module.version === '') continue
    if (!after.requirementsOf(module).some((required) => required.path === path)) continue
    const file = await tried.goMod(module)
    if (!file || file.require.some((line) => line.path === path && !line.indirect)) return false
  }
  return true
}

/** Whether a go.mod names a module version. */
export function asksFor({ require }: Pick<ModFile, 'require'>, subject: Subject): boolean {
  const path = requiredPath(subject)
  const version = subject.replaces?.version || subject.version
  return require.some((line) => line.path === path && line.version === version)
}
