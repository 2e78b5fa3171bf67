import { InvalidError } from '../invalid-error.ts'
import type { ReplaceDirective } from '../mod-file/mod-file.ts'
import { joinFolder } from './join-folder.ts'
import type { GraphRoots, ModuleVersion } from './module-graph.ts'
import type { VersionNames } from './version-names.ts'

/** By module version; '' is the version of a `replace` for all of them. */
type Table = ReadonlyMap<ModuleVersion, ModuleVersion>

/**
 * What stands in the place of a module version: itself, or what `replace` lines say. Those of a go.work win over those
 * of its modules, a line for one version over a line for all. Folders are as written, in a workspace relative to the
 * folder of the go.work.
 *
 * @throws InvalidError when lines contradict each other
 *
 * Source: cmd/go/internal/modload.replacementFrom, canonicalizeReplacePath
 */
export function replacements(
  { mains, work }: GraphRoots,
  names: VersionNames,
): (module: ModuleVersion) => ModuleVersion {
  const inWork = tableOf(work?.replace ?? [], names, 'go.work')
  const inMains = mains.map(({ path, folder = '.', file }) => {
    const lines =
      work === undefined ? file.replace : file.replace.map((line) => moved(line, folder))
    return tableOf(lines, names, `the go.mod of ${JSON.stringify(path)}`)
  })
  if (work !== undefined) checkWorkspace(inWork, inMains, mains)

  const find = (table: Table, { path, version }: ModuleVersion) =>
    table.get(names(path, version)) ?? table.get(names(path, ''))
  const isMain = new Set(mains.map(({ path }) => path))

  return (module) => {
    const { path, version } = module
    if (version === '' && isMain.has(path)) return names(path, version)
    const last = inMains.findLast((table) => find(table, module) !== undefined)
    return find(inWork, module) ?? (last && find(last, module)) ?? names(path, version)
  }
}

function tableOf(
  lines: readonly ReplaceDirective[],
  names: VersionNames,
  where: string,
): Map<ModuleVersion, ModuleVersion> {
  const table = new Map<ModuleVersion, ModuleVersion>()
  for (const { oldPath, oldVersion, newPath, newVersion } of lines) {
    const from = names(oldPath, oldVersion)
    const to = names(newPath, newVersion)
    const before = table.get(from)
    if (before !== undefined && before !== to) throw conflict(from, before, to, where)
    table.set(from, to)
  }
  return table
}

function moved(line: ReplaceDirective, folder: string): ReplaceDirective {
  return line.newVersion === '' ? { ...line, newPath: joinFolder(folder, line.newPath) } : line
}

/**
 * Source: cmd/go/internal/modload.makeMainModules, which does not compare with a go.work's `replace` of the same path,
 * and replacementFrom
 */
function checkWorkspace(
  inWork: Table,
  inMains: readonly Table[],
  mains: GraphRoots['mains'],
): void {
  const isMain = new Set(mains.map(({ path }) => path))
  const replaced = new Set<string>()
  for (const { path, version } of inWork.keys()) {
    replaced.add(path)
    if (version !== '' || !isMain.has(path)) continue
    throw new InvalidError(
      `go.work replaces every version of ${JSON.stringify(path)}, which is one of its own modules`,
    )
  }
  const all = new Map<ModuleVersion, ModuleVersion>()
  for (const table of inMains) {
    for (const [from, to] of table) {
      if (replaced.has(from.path)) continue
      const before = all.get(from)
      if (before !== undefined && before !== to) throw conflict(from, before, to, 'the workspace')
      all.set(from, to)
    }
  }
}

function conflict(
  from: ModuleVersion,
  before: ModuleVersion,
  to: ModuleVersion,
  where: string,
): InvalidError {
  return new InvalidError(
    `${where} replaces ${shown(from)} both with ${shown(before)} and with ${shown(to)}`,
  )
}

function shown({ path, version }: ModuleVersion): string {
  return JSON.stringify(version === '' ? path : `${path}@${version}`)
}
