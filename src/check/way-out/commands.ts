import { shellWord } from '../shell-word.ts'
import type { CommandFolder, ModulePlace, NeedPlaces } from './places.ts'

/** Places that commands are named for; for more of them, words must do. */
const mostPlaces = 10

/** A module and the version that it is replaced at; '' for all of them. */
interface Replaced {
  readonly path: string
  readonly version: string
}

/**
 * `go get` of module versions, or an edit of go.mod where that fails, and if wanted `go mod tidy`, in the folder of each
 * main module. A shell obeys nothing that is in the name of a folder.
 */
export function getCommand(
  moves: readonly { readonly place: ModulePlace; readonly modules: readonly string[] }[],
  isTidied: boolean,
): string {
  const commands = moves.slice(0, mostPlaces).flatMap(({ place, modules }) => {
    const go = goIn(place.folder)
    const tidy = `${go} mod tidy${place.mayLack ? ' -e' : ''}`
    const lines = modules.map((module) => `-require=${module}`)
    const told = place.isEdited === true ? ['mod edit', ...lines] : ['get', ...modules]
    const get = `${go} ${told.join(' ')}`
    return isTidied ? [get, tidy] : [get]
  })
  return commands.join(' && ')
}

/** A `replace` line in each file in which it counts; `go` brings go.work.sum up to date by itself, but not a go.mod. */
export function replaceCommand(
  { path, version }: Replaced,
  by: string,
  { replaces }: Pick<NeedPlaces, 'replaces'>,
): string {
  const old = version === '' ? path : `${path}@${version}`
  const told = replaces.slice(0, mostPlaces).flatMap(({ folder, file }) => {
    const go = goIn(folder)
    const edit = `${go} ${file} edit -replace=${old}=${by}`
    return file === 'work' ? [edit] : [edit, `${go} mod tidy`]
  })
  return told.join(' && ')
}

/** What is to be said where there are more places than commands. */
export function unnamed(places: readonly unknown[]): string {
  const more = places.length - mostPlaces
  return more > 0 ? ` (so in ${more} more folders)` : ''
}

function goIn(folder: CommandFolder): string {
  if (folder === undefined) return 'go'
  return `go -C ${shellWord(folder.startsWith('-') ? `./${folder}` : folder)}`
}
