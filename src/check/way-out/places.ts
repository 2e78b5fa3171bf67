import { requiredPath, type Subject } from '../subject.ts'
import type { KnownGraph } from '../target/read-project.ts'
import { raisedIn } from './bump/graph-after.ts'
import { asksForNothing } from './bump/has-others.ts'
import { holds } from './bump/is-free.ts'
import { ownGraphsNow } from './bump/own-graphs.ts'

/** The folder that a command of go is for: as people are shown it; undefined where they are in it. */
export type CommandFolder = string | undefined

/** A main module, as commands are made for it. */
export interface ModulePlace {
  readonly folder: CommandFolder
  /**
   * Whether it may import packages of another module of its workspace that its go.mod does not ask for: `go mod tidy`,
   * which knows of no workspace, fails there unless it is told to go on (`-e`).
   */
  readonly mayLack: boolean
  /** Whether `go get` fails there, for a version that another module of its workspace cannot have: then go.mod is edited. */
  readonly isEdited?: boolean
}

/** Where a module is needed, for commands that change that. */
export interface NeedPlaces {
  /** The main modules that need it, for `go get`. */
  readonly modules: readonly ModulePlace[]
  /** Where a `replace` of it counts. */
  readonly replaces: readonly { readonly folder: CommandFolder; readonly file: 'mod' | 'work' }[]
}

/** That of a project that people are in, of one module. */
export const placesHere: NeedPlaces = {
  modules: [{ folder: undefined, mayLack: false }],
  replaces: [{ folder: undefined, file: 'mod' }],
}

/**
 * Where a module version is needed, of all that is checked; {@link placesHere} where that is not known.
 *
 * @throws what reading go.mod files threw; InvalidError
 */
export async function needPlaces(
  graphs: readonly KnownGraph[],
  subject: Subject,
): Promise<NeedPlaces> {
  const needing = graphs.filter(({ graph }) => holds(graph, subject))
  if (needing.length === 0) return placesHere
  const places = await Promise.all(
    needing.map(async (known) => {
      const own = await ownGraphsNow(known)
      const asked = { path: requiredPath(subject), version: '' }
      const modules = own.flatMap((graph, index) => {
        if (raisedIn(graph, [asked]).length === 0) return []
        const place = modulePlace(known, index)
        return [asksForNothing(known, graph, index) ? { ...place, isEdited: true } : place]
      })
      return { modules, replaces: [replacePlace(known)] }
    }),
  )
  const modules = places.flatMap((place) => place.modules)
  return {
    modules: modules.length > 0 ? modules : placesHere.modules,
    replaces: places.flatMap((place) => place.replaces),
  }
}

/** In a workspace a line of go.work counts for all. */
function replacePlace({ roots, folders }: KnownGraph): NeedPlaces['replaces'][number] {
  return roots.work === undefined
    ? { folder: folders?.mains[0], file: 'mod' }
    : { folder: folders?.work, file: 'work' }
}

/** The place of a main module, by its place in the roots of its graph. */
export function modulePlace({ roots, folders }: KnownGraph, index: number): ModulePlace {
  const main = roots.mains[index]
  const listed = new Set(main?.file.require.map(({ path }) => path))
  return {
    folder: folders?.mains[index],
    mayLack: roots.mains.some((other) => other !== main && !listed.has(other.path)),
  }
}
