import { compareGoVersions } from '../../gomod/go-version.ts'
import type { ModulesTxt } from '../../gomod/modules-txt.ts'
import { safeLine } from '../../safe-text.ts'
import { agreedReplaces } from './agreed-replaces.ts'
import { toolchainNotes, tooOldNotes } from './go-line-notes.ts'
import {
  brokenAt,
  readMainModFile,
  readModulesTxt,
  readSumFile,
  readWorkFile,
} from './module-files.ts'
import type { MainFile, Project } from './project.ts'
import type { ProjectTree } from './project-tree.ts'
import { sumTable, type SumTable } from './sum-table.ts'
import { vendorFaults } from './vendor-faults.ts'

/**
 * Reads the files of one module: its go.mod, the go.sum of the same name beside it, and vendor/modules.txt.
 *
 * @param goMod path of the go.mod, which may have another name
 * @throws Failure `invalid` naming the file and line that is wrong
 */
export async function loadModule(tree: ProjectTree, goMod: string): Promise<Project> {
  const main = await loadMain(tree, goMod)
  const sums = await loadSums(tree, [goMod.replace(/\.mod$/, '.sum')])
  return withVendor(
    agreedReplaces({
      tree,
      folder: main.folder,
      name: main.name,
      mains: [main],
      ...(sums.table && { sums: sums.table }),
      notes: [...sums.notes, ...toolchainNotes(main.name, main.file.toolchain)],
    }),
  )
}

/**
 * Reads the files of a workspace: go.work, go.work.sum, vendor/modules.txt, and go.mod and go.sum of each module that it
 * uses.
 *
 * @throws Failure `invalid` naming the file and line that is wrong
 */
export async function loadWorkspace(tree: ProjectTree, goWork: string): Promise<Project> {
  const name = tree.shown(goWork)
  const folder = tree.path.dirname(goWork)
  const work = await readWorkFile(tree, goWork)
  const mains: MainFile[] = []
  const faults: string[] = []
  const used = new Map<string, number>()
  for (const { path, line } of work.use) {
    const goMod = tree.path.join(tree.path.resolve(folder, path), 'go.mod')
    if ((await tree.kindOf(goMod)) !== 'file') {
      faults.push(`${name}:${line}: use ${path}: there is no go.mod in that folder`)
      continue
    }
    const main = await loadMain(tree, goMod)
    const { path: module } = main.file.module
    const earlier = used.get(module)
    if (earlier !== undefined) {
      faults.push(`${name}:${line}: use ${path}: line ${earlier} uses module ${module}, too`)
    }
    used.set(module, earlier ?? line)
    mains.push(main)
  }
  for (const { oldPath, oldVersion, line } of work.replace) {
    if (oldVersion === '' && used.has(oldPath)) {
      faults.push(`${name}:${line}: replace ${oldPath}: it is used here, and cannot be replaced`)
    }
  }
  if (work.use.length === 0) faults.push(`${name}: it uses no module`)
  if (faults.length > 0) throw brokenAt('go.work', faults)
  const sumFiles = mains.map((main) => tree.path.join(main.folder, 'go.sum'))
  const sums = await loadSums(tree, [...sumFiles, `${goWork}.sum`])
  return withVendor(
    agreedReplaces({
      tree,
      folder,
      name,
      mains,
      work,
      ...(sums.table && { sums: sums.table }),
      notes: [
        ...sums.notes,
        ...tooOldNotes(name, work, mains),
        ...toolchainNotes(name, work.toolchain),
      ],
    }),
  )
}

async function loadMain(tree: ProjectTree, goMod: string): Promise<MainFile> {
  const file = await readMainModFile(tree, goMod)
  return { folder: tree.path.dirname(goMod), name: tree.shown(goMod), file }
}

/** Those of the go.sum files that are there, in the order in which their lines count. */
export async function loadSums(
  tree: ProjectTree,
  paths: readonly string[],
): Promise<{ readonly table?: SumTable; readonly notes: readonly string[] }> {
  const files = []
  for (const path of paths) {
    if ((await tree.kindOf(path)) !== undefined) files.push(await readSumFile(tree, path))
  }
  if (files.length === 0) return { notes: [] }
  const table = sumTable(files)
  const notes = files.flatMap((file) => file.notes)
  return { table, notes: [...notes, ...table.conflicts.slice(0, 10)] }
}

/**
 * Adds the vendor folder, if the go command would build from it; a note where it would refuse to.
 *
 * Source: cmd/go/internal/modload.setDefaultBuildMod
 */
async function withVendor(project: Project): Promise<Project> {
  const { tree, folder, work, mains } = project
  const path = tree.path.join(folder, 'vendor', 'modules.txt')
  const go = work ? work.go : mains[0]?.file.go
  if (go === undefined || compareGoVersions(go, '1.14') < 0) return project
  if ((await tree.kindOf(path)) === undefined) return project
  const file: ModulesTxt = await readModulesTxt(tree, path)
  if (file.workspace !== (work !== undefined)) return project
  const name = tree.shown(path)
  const faults = vendorFaults(project, file)
  if (faults.length === 0) return { ...project, vendor: file }
  const more = faults.length > 3 ? ` (and ${faults.length - 3} more)` : ''
  const shown = faults.slice(0, 3).join('; ')
  const note = `${name} does not fit ${project.name}, so that go refuses to build: ${shown}${more}`
  return { ...project, notes: [...project.notes, safeLine(note)] }
}
