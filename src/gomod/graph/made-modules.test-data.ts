import type { WorkFile } from '../mod-file/mod-file.ts'
import { parseModFile, parseWorkFile } from '../mod-file/parse.ts'
import type { GraphRoots, ModuleGraph, ModuleVersion, ReadGoMod } from './module-graph.ts'

/** go.mod files by `path@version`, or by a folder's path; without their `module` line. */
export type MadeModules = Readonly<Record<string, string>>

/** A module with that go.mod, which starts with its `module` line. */
export function mainAlone(goMod: string): GraphRoots {
  return { mains: [mainOf(goMod)] }
}

/** A workspace with that go.work, and the go.mod files of its modules by folder. */
export function workspace(goWork: string, goMods: Readonly<Record<string, string>>): GraphRoots {
  const work: WorkFile = parseWorkFile('go.work', goWork)
  const mains = Object.entries(goMods).map(([folder, goMod]) => mainOf(goMod, folder))
  return { mains, work }
}

function mainOf(goMod: string, folder = '.'): GraphRoots['mains'][number] {
  const file = parseModFile('go.mod', goMod)
  return { path: file.module?.path ?? '', file, folder }
}

/** Reads from `modules`, at once or not; notes in `asked` what it was asked for. */
export function readFrom(modules: MadeModules, asked: string[] = []): ReadGoMod {
  return async (module) => {
    const name = shown(module)
    asked.push(name)
    const text = modules[name]
    if (text === undefined) return undefined
    return parseModFile(name, `module ${module.path}\n${text}`, { lax: true })
  }
}

/** `path@version`; the path alone for a main module and a folder. */
export function shown({ path, version }: ModuleVersion): string {
  return version === '' ? path : `${path}@${version}`
}

/** The lines of `go mod graph`; `roots` as it starts from: the main modules, in a workspace also `go` and `toolchain`. */
export function edgesOf(graph: ModuleGraph, roots: readonly ModuleVersion[]): string[] {
  const lines: string[] = []
  const seen = new Set(roots.map(shown))
  const open = [...roots]
  for (const module of open) {
    for (const requirement of graph.requirementsOf(module)) {
      lines.push(`${shown(module)} ${shown(requirement)}`)
      if (seen.has(shown(requirement)) || requirement.version === 'none') continue
      seen.add(shown(requirement))
      open.push(requirement)
    }
  }
  return lines
}
