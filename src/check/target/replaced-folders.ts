import { safeLine } from '../../safe-text.ts'
import type { Subject } from '../subject.ts'
import type { ProjectTree } from './project-tree.ts'
import { replacesOf, type Project } from './project.ts'
import type { ReplacedByFolder } from './select-modules.ts'

/** What is to be said of the folders that stand for modules. */
export interface JudgedFolders {
  /** Those that are of no use: not there, or without a module. */
  readonly subjects: readonly Subject[]
  /** Remarks on those that are of use here only, one line each. */
  readonly notes: readonly string[]
}

/**
 * Looks at the folders that `replace` lines name.
 *
 * @param root the folder outside which nobody else has what is needed
 */
export async function judgeFolders(
  tree: ProjectTree,
  folders: readonly ReplacedByFolder[],
  root: string,
): Promise<JudgedFolders> {
  const subjects: Subject[] = []
  const notes = new Set<string>()
  for (const { path, version, folder, by, requiredBy, paths } of folders) {
    const { rule, file } = by
    const shown = safeLine(rule.newPath)
    const folderFault = await faultOf(tree, folder, shown)
    if (folderFault !== undefined) {
      const at = { file, line: rule.line, indirect: false }
      subjects.push({ path, version, scope: 'build', requiredBy, paths, at, folderFault })
    } else if (isOutside(tree, folder, root)) {
      notes.add(
        `${file}:${rule.line}: ${safeLine(path)} is replaced by "${shown}", outside of this repository: it builds here, and not elsewhere`,
      )
    }
  }
  return { subjects, notes: [...notes] }
}

/** Pairs of `replace` lines that each lead to what the other replaces, which `go` follows once only: one line each. */
export function circleNotes(project: Project): string[] {
  const rules = replacesOf(project).filter(({ rule }) => rule.newVersion !== '')
  const leads = new Map(rules.map((placed) => [placed.rule.oldPath, placed]))
  return rules.flatMap(({ rule, file }) => {
    const back = leads.get(rule.newPath)?.rule
    if (back?.newPath !== rule.oldPath || rule.oldPath >= rule.newPath) return []
    return [
      `${file}:${rule.line}: ${safeLine(rule.oldPath)} and ${safeLine(rule.newPath)} replace each other: go takes each in the place of the other`,
    ]
  })
}

async function faultOf(
  tree: ProjectTree,
  folder: string,
  shown: string,
): Promise<string | undefined> {
  const kind = await tree.kindOf(folder)
  if (kind === undefined) return `there is no folder "${shown}"`
  if (kind !== 'folder') return `"${shown}" is not a folder`
  const isModule = (await tree.kindOf(tree.path.join(folder, 'go.mod'))) === 'file'
  return isModule ? undefined : `"${shown}" has no go.mod`
}

function isOutside({ path }: ProjectTree, folder: string, root: string): boolean {
  const way = path.relative(root, folder)
  return way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way)
}
