import { isCleanPath } from './clean-path.ts'
import { collisionChecker } from './collisions.ts'
import { checkFilePath } from './file-path.ts'
import { invalidity } from './invalid-error.ts'
import { vendoredRule } from './vendored.ts'

/** The largest module zip in bytes, and the largest sum of the sizes of the files in it. */
export const MAX_ZIP_BYTES = 500 * 2 ** 20

/** The largest go.mod file in bytes. */
export const MAX_GO_MOD = 16 * 2 ** 20

/** The largest LICENSE file in bytes, at the root of the module. */
export const MAX_LICENSE = 16 * 2 ** 20

/** A file of the tree that a module zip is to be cut from. */
export interface ZipEntry {
  /** Slash-separated path from the root of the module. */
  readonly name: string
  readonly kind: 'file' | 'symlink' | 'irregular'
  /** Bytes. */
  readonly size: number
}

/** A file that is not in the zip, and why not. */
export interface FileProblem {
  readonly name: string
  readonly reason: string
}

/** What {@link checkFiles} found. Every name is in exactly one list, or in `valid` and in `invalid`. */
export interface CheckedFiles<Entry extends ZipEntry = ZipEntry> {
  /** The files of the zip, in the order given. */
  readonly valid: Entry[]
  readonly omitted: FileProblem[]
  /** The module has no zip when one file is in this list. */
  readonly invalid: FileProblem[]
  /** Set when the files together are too large: the module has no zip then. */
  readonly sizeProblem?: string
}

/**
 * Sorts the files of a module into those that belong in its zip, those left out of it (nested
 * modules, vendored packages, symbolic links), and those that no zip may contain.
 *
 * `options.goVersion` is the argument of the `go` line in the root go.mod, empty when there is none or
 * the file cannot be parsed; it is not used when the root go.mod is absent or no regular file.
 *
 * Source: x/mod/zip.checkFiles
 */
export function checkFiles<Entry extends ZipEntry>(
  entries: readonly Entry[],
  options: { readonly goVersion: string },
): CheckedFiles<Entry> {
  const goMods = entries.filter(({ name, kind }) => kind === 'file' && isGoMod(baseOf(name)))
  const isVendored = vendoredRule(
    goMods.some(({ name }) => name === 'go.mod') ? options.goVersion : '',
  )
  const isNested = nestedRule(new Set(goMods.map(({ name }) => directoryOf(name))))
  const collision = collisionChecker()

  const valid: Entry[] = []
  const omitted = new Map<string, string>()
  const invalid = new Map<string, string>()
  let room = MAX_ZIP_BYTES
  let sizeProblem: string | undefined

  for (const entry of entries) {
    const { name, kind, size } = entry
    const left = (reason: string): unknown => !invalid.has(name) && put(omitted, name, reason)
    const bad = (reason: string): unknown => !omitted.has(name) && put(invalid, name, reason)

    if (!isCleanPath(name)) bad('its path is not clean')
    else if (name.startsWith('/')) bad('its path is absolute')
    else if (isVendored(name)) left('in a vendor directory')
    else if (isNested(name)) left('in another module')
    else if (name === '.hg_archival.txt') left('written by hg archive')
    else {
      const problem = pathProblem(name) ?? collision(name, false)
      if (problem !== undefined) bad(problem)
      else if (kind === 'symlink') left('a symbolic link')
      else if (kind === 'irregular') left('not a regular file')
      else {
        if (size >= 0 && size <= room) room -= size
        else sizeProblem ??= `its files have more than ${MAX_ZIP_BYTES} bytes`
        const limit = sizeLimit(name)
        if (size > limit) bad(`larger than ${limit} bytes`)
        else valid.push(entry)
      }
    }
  }
  return {
    valid,
    omitted: list(omitted),
    invalid: list(invalid),
    ...(sizeProblem === undefined ? {} : { sizeProblem }),
  }
}

/**
 * The most bytes that the file of this name, from the root of the module, may have: infinite for all
 * but two, which only the sum of all sizes limits.
 *
 * Source: x/mod/zip.MaxGoMod, MaxLICENSE
 */
export function sizeLimit(name: string): number {
  if (name === 'go.mod') return MAX_GO_MOD
  return name === 'LICENSE' ? MAX_LICENSE : Infinity
}

/** True for `go.mod` in any letter case. No letter beyond ASCII folds to one of these. */
export function isGoMod(base: string): boolean {
  return base.length === 6 && base.toLowerCase() === 'go.mod'
}

/** Why a clean relative path cannot stand in a module zip, or undefined when it can. */
export function pathProblem(name: string): string | undefined {
  const otherName = name !== 'go.mod' && isGoMod(name) ? 'not spelled "go.mod"' : undefined
  return invalidity(() => checkFilePath(name)) ?? otherName
}

function nestedRule(modules: ReadonlySet<string>): (name: string) => boolean {
  const answers = new Map<string, boolean>()
  return (name) => {
    const directory = directoryOf(name)
    let answer = answers.get(directory)
    if (answer === undefined) {
      answer = parentsOf(directory).some((parent) => modules.has(parent))
      answers.set(directory, answer)
    }
    return answer
  }
}

function parentsOf(directory: string): string[] {
  return Array.from(directory.matchAll(/\//g), ({ index }) => directory.slice(0, index + 1))
}

const directoryOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)
const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

function put(map: Map<string, string>, name: string, reason: string): void {
  if (!map.has(name)) map.set(name, reason)
}

function list(map: ReadonlyMap<string, string>): FileProblem[] {
  return Array.from(map, ([name, reason]) => ({ name, reason }))
}
