import type { Subject } from '../subject.ts'
import type { FoundFiles } from './find-files.ts'
import type { GoModReader } from './go-mod-reader.ts'
import { modulesOfSum, modulesOfVendor } from './listed-modules.ts'
import { loadModule, loadSums, loadWorkspace } from './load-project.ts'
import { broken, readModulesTxt } from './module-files.ts'
import type { ProjectTree } from './project-tree.ts'
import type { Project } from './project.ts'
import { missingFolders, missingNotes, readProject, type KnownGraph } from './read-project.ts'
import { merged } from './select-modules.ts'

/** What files ask for. */
export interface Needs {
  readonly subjects: readonly Subject[]
  /** Remarks on them, one line each. */
  readonly notes: readonly string[]
  /** The main modules, and their go.mod files as shown to people. */
  readonly mains: readonly { readonly path: string; readonly file: string }[]
  /** What the go command builds together; none where nothing names main modules. */
  readonly builds: readonly BuildPlace[]
  /** `path@version` of those whose go.mod could not be had. */
  readonly unread: readonly string[]
  /** Whether more may be needed for that. */
  readonly mayMiss: boolean
  /** One for each module or workspace. */
  readonly graphs: readonly KnownGraph[]
}

/** A module or a workspace that the go command can build. */
export interface BuildPlace {
  readonly folder: string
  /** Its go.mod or go.work, as shown to people. */
  readonly name: string
  /** Path of the go.work; undefined for a module alone. */
  readonly work: string | undefined
  readonly mains: readonly { readonly path: string; readonly folder: string }[]
}

/** How the files are read. */
export interface ReadingTools {
  readonly reader: GoModReader
  /** The folder outside which nobody else has what is needed. */
  readonly root: string
}

/**
 * Reads the files that say what is needed, and all that these lead to.
 *
 * @throws Failure `invalid` naming the file and line that is wrong
 */
export async function readFiles(
  tree: ProjectTree,
  found: FoundFiles,
  tools: ReadingTools,
): Promise<Needs> {
  const [file = ''] = found.files
  if (found.kind === 'sum') return needsOfSum(tree, file)
  if (found.kind === 'vendor') return needsOfVendor(tree, file)
  const projects: Project[] = []
  for (const each of found.files) {
    projects.push(await (found.kind === 'work' ? loadWorkspace : loadModule)(tree, each))
  }
  return needsOfProjects(tree, projects, found, tools)
}

async function needsOfProjects(
  tree: ProjectTree,
  projects: readonly Project[],
  found: FoundFiles,
  { reader, root }: ReadingTools,
): Promise<Needs> {
  const needs = []
  const { nearestMod } = found
  const home = nearestMod === undefined ? undefined : tree.path.dirname(nearestMod)
  for (const project of projects) needs.push(await readProject(project, reader, { root, home }))
  const mains = projects.flatMap((project) => project.mains)
  const missing = new Map([
    ...reader.missing,
    ...needs.flatMap(({ graph }) => missingFolders(graph)),
  ])
  const notes = [
    ...found.notes,
    ...unusedNotes(projects, found),
    ...needs.flatMap((one) => one.notes),
    ...reader.notes,
    ...missingNotes(missing),
  ]
  return {
    subjects: merged(needs.flatMap(({ subjects }) => subjects)),
    notes: [...new Set(notes)],
    mains: mains.map(({ name, file }) => ({ path: file.module.path, file: name })),
    builds: projects.flatMap((project, index) => buildPlace(project, found, index)),
    unread: [...missing.keys()],
    mayMiss: needs.some(({ mayMiss }) => mayMiss),
    graphs: needs.map(({ graph }) => graph),
  }
}

/** A go.mod of another name is one that only `-modfile` takes. */
function buildPlace(
  { tree, folder, name, mains }: Project,
  { kind, files }: FoundFiles,
  index: number,
): BuildPlace[] {
  const file = files[index] ?? ''
  const isWork = kind === 'work'
  if (!isWork && tree.path.basename(file) !== 'go.mod') return []
  const used = mains.map((main) => ({ path: main.file.module.path, folder: main.folder }))
  return [{ folder, name, work: isWork ? file : undefined, mains: used }]
}

/** The go command builds the workspace even in the folder of a module that is not part of it. */
function unusedNotes(projects: readonly Project[], { nearestMod }: FoundFiles): string[] {
  if (nearestMod === undefined) return []
  return projects
    .filter(
      ({ tree, mains }) => !mains.some(({ folder }) => folder === tree.path.dirname(nearestMod)),
    )
    .map(
      ({ tree, name }) =>
        `${tree.shown(nearestMod)} is not used by ${name}, which go builds here: GOWORK=off checks it alone`,
    )
}

/** Without a graph there is nothing to build, and nothing that could be missed. */
const listedOnly = { mains: [], builds: [], unread: [], mayMiss: false, graphs: [] } as const

async function needsOfSum(tree: ProjectTree, file: string): Promise<Needs> {
  const { table, notes } = await loadSums(tree, [file])
  return { ...listedOnly, subjects: table ? modulesOfSum(table) : [], notes }
}

async function needsOfVendor(tree: ProjectTree, file: string): Promise<Needs> {
  const name = tree.shown(file)
  const list = await readModulesTxt(tree, file)
  const project = tree.path.resolve(file, '..', '..')
  const names = list.workspace ? ['go.work.sum'] : ['go.sum']
  const sums = await loadSums(
    tree,
    names.map((sum) => tree.path.join(project, sum)),
  )
  const subjects = modulesOfVendor(list, name, sums.table)
  if (list.modules.length === 0) throw broken('modules.txt', `${name}: it names no module`)
  return { ...listedOnly, subjects: merged(subjects), notes: sums.notes }
}
