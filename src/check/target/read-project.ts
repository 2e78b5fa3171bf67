import { Failure } from '../../failure.ts'
import { loadModuleGraph } from '../../gomod/graph/load-module-graph.ts'
import type { GraphRoots, ModuleGraph, ReadGoMod } from '../../gomod/graph/module-graph.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { safeLine } from '../../safe-text.ts'
import type { Subject } from '../subject.ts'
import type { GoModReader } from './go-mod-reader.ts'
import { graphMains, graphWork, type Project } from './project.ts'
import { namesAll } from './names-all.ts'
import { circleNotes, judgeFolders } from './replaced-folders.ts'
import { selectModules } from './select-modules.ts'

/** What a project needs, and what is to be said of its files, one line each. */
export interface ProjectNeeds {
  readonly subjects: readonly Subject[]
  readonly notes: readonly string[]
  /** Whether more may be needed, since some go.mod files could not be had. */
  readonly mayMiss: boolean
  readonly graph: KnownGraph
}

/** The module graph of a project, with what it takes to make it anew from other requirements. */
export interface KnownGraph {
  readonly roots: GraphRoots
  readonly graph: ModuleGraph
  readonly read: ReadGoMod
  /** Where commands are to be run that change it; as if everybody were in its folder, where this is absent. */
  readonly folders?: ProjectFolders
}

/** Folders of a project, as shown to people; undefined for the one that they are in. */
export interface ProjectFolders {
  /** Of each main module, in their order. */
  readonly mains: readonly (string | undefined)[]
  /** Of the go.work. */
  readonly work: string | undefined
}

/** What is around a project. */
export interface ProjectSurroundings {
  /** The folder outside which nobody else has what is needed. */
  readonly root: string
  /** The folder of the go.mod that go finds from where people are; undefined where it finds none. */
  readonly home: string | undefined
}

/**
 * Finds out what a project needs, from its module graph.
 *
 * @throws Failure `invalid` when its `replace` lines, or the go.mod of a folder that they name, are no good
 */
export async function readProject(
  project: Project,
  reader: GoModReader,
  { root, home }: ProjectSurroundings,
): Promise<ProjectNeeds> {
  const known = await graphOf(project, reader)
  const { subjects, folders } = selectModules(project, known.graph)
  const judged = await judgeFolders(project.tree, folders, root)
  return {
    subjects: [...subjects, ...judged.subjects],
    notes: [...project.notes, ...circleNotes(project), ...judged.notes],
    mayMiss: !namesAll(project, known.graph, [...subjects, ...folders]),
    graph: { ...known, folders: foldersOf(project, home) },
  }
}

function foldersOf({ tree, mains, folder }: Project, home: string | undefined): ProjectFolders {
  const shown = (place: string): string | undefined => {
    const name = tree.shown(place)
    return name === '.' || place === home ? undefined : name
  }
  return { mains: mains.map((main) => shown(main.folder)), work: shown(folder) }
}

async function graphOf(project: Project, reader: GoModReader): Promise<KnownGraph> {
  const work = graphWork(project)
  const roots = { mains: graphMains(project), ...(work && { work }) }
  const read = reader.readerFor(project)
  try {
    return { roots, graph: await loadModuleGraph(roots, read), read }
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    const text = `Cannot make the module graph of ${project.name}: ${safeLine(error.message)}`
    throw new Failure('invalid', text, { cause: error })
  }
}

/** Modules of a graph that folders without a go.mod replace: why nothing is known of what they require, by `path@version`. */
export function missingFolders({ graph }: KnownGraph): [name: string, why: string][] {
  return graph.missing
    .filter((module) => graph.replacementOf(module).version === '')
    .map(({ path, version }) => [
      `${path}@${version}`,
      'there is no go.mod where the replace line says',
    ])
}

/** What is not known because go.mod files could not be had, one line for each reason. */
export function missingNotes(missing: ReadonlyMap<string, string>): string[] {
  const byReason = Map.groupBy([...missing], ([, why]) => why)
  return [...byReason].map(([why, all]) => {
    const names = all.map(([name]) => safeLine(name)).toSorted()
    const shown = names.slice(0, 3).join(', ')
    const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
    return `what ${shown}${more} ${names.length > 1 ? 'require' : 'requires'} is not known: ${why}`
  })
}
