import { Failure } from '../../failure.ts'
import { safeLine as safe } from '../../safe-text.ts'
import type { GoEnvironment } from './go-environment.ts'
import type { ProjectTree } from './project-tree.ts'

/** The files that say what is needed. */
export interface FoundFiles {
  /** `tree`: several modules, each for itself. */
  readonly kind: 'work' | 'mod' | 'tree' | 'sum' | 'vendor'
  /** Paths; at least one. */
  readonly files: readonly string[]
  /** The folder of all of them. */
  readonly folder: string
  /** The go.mod that is nearest to where files were looked for: a go.work may not use it. */
  readonly nearestMod?: string
  /** Remarks, one line each. */
  readonly notes: readonly string[]
}

/**
 * Finds what the go command would build in a folder: all that the go.work uses which GOWORK names, or the nearest one at
 * or above it; else the module of the nearest go.mod.
 *
 * @throws Failure `invalid` where there is neither
 * Source: cmd/go/internal/modload.FindGoWork, findModuleRoot
 */
export async function nearestFiles(
  tree: ProjectTree,
  cwd: string,
  { work }: GoEnvironment,
): Promise<FoundFiles> {
  const { path } = tree
  if (work !== undefined && work !== 'off' && !path.isAbsolute(work)) {
    throw new Failure('invalid', `Cannot check: GOWORK is "${safe(work)}", no absolute path`)
  }
  const goWork = work === undefined ? await nearest(tree, cwd, 'go.work') : work
  const goMod = await nearest(tree, cwd, 'go.mod')
  if (goWork !== undefined && goWork !== 'off') {
    return { ...found('work', goWork, tree), ...(goMod !== undefined && { nearestMod: goMod }) }
  }
  if (goMod !== undefined) return { ...found('mod', goMod, tree), nearestMod: goMod }
  throw nothingFound(`in ${safe(cwd)} or any folder above it`)
}

/**
 * Finds what is to be checked of a folder: its go.work, else its go.mod, else every module below it.
 *
 * @throws Failure `invalid` where there is none of them
 */
export async function filesInFolder(
  tree: ProjectTree,
  folder: string,
  { work }: GoEnvironment,
): Promise<FoundFiles> {
  const { path } = tree
  for (const name of work === 'off' ? ['go.mod'] : ['go.work', 'go.mod']) {
    const file = path.join(folder, name)
    if ((await tree.kindOf(file)) !== 'file') continue
    return found(name === 'go.work' ? 'work' : 'mod', file, tree)
  }
  return modulesBelow(tree, folder)
}

/**
 * Finds what is to be checked of a whole repository: its go.work, else every module in it.
 *
 * @throws Failure `invalid` where there is none
 */
export async function filesOfRepository(tree: ProjectTree, root: string): Promise<FoundFiles> {
  const goWork = tree.path.join(root, 'go.work')
  if ((await tree.kindOf(goWork)) === 'file') return found('work', goWork, tree)
  return modulesBelow(tree, root)
}

/** What a file is, by its name; undefined for one that says nothing about modules. */
export function namedFile(tree: ProjectTree, file: string): FoundFiles | undefined {
  const name = tree.path.basename(file)
  if (name === 'go.work') return found('work', file, tree)
  if (name === 'modules.txt') return found('vendor', file, tree)
  if (name.endsWith('.sum')) return found('sum', file, tree)
  return name.endsWith('.mod') ? found('mod', file, tree) : undefined
}

async function modulesBelow(tree: ProjectTree, folder: string): Promise<FoundFiles> {
  const { files, unread } = await tree.modulesBelow(folder)
  if (files.length === 0) throw nothingFound(`in ${tree.shown(folder)} or any folder below it`)
  const notes = unread.map((name) => `${name} cannot be read: modules in it are not checked`)
  return { kind: 'tree', files, folder, notes }
}

function found(kind: FoundFiles['kind'], file: string, { path }: ProjectTree): FoundFiles {
  return { kind, files: [file], folder: path.dirname(file), notes: [] }
}

async function nearest(tree: ProjectTree, from: string, name: string): Promise<string | undefined> {
  const { path } = tree
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const file = path.join(folder, name)
    if ((await tree.kindOf(file)) === 'file') return file
    if (path.dirname(folder) === folder) return undefined
  }
}

const noProject = 'Cannot check: there is no go.mod or go.work'

/** Whether a failure says that nothing was found, and not that what was found is broken. */
export function isNoProject({ message }: Failure): boolean {
  return message.startsWith(noProject)
}

function nothingFound(where: string): Failure {
  return new Failure('invalid', `${noProject} ${where}`, {
    hint: 'Go to a Go project, or name one: headwater check FOLDER, go.mod, go.sum, URL or MODULE[@VERSION]',
  })
}
