import { compareGoVersions } from '../../gomod/go-version.ts'
import type { GoSumLine } from '../../gomod/go-sum.ts'
import type { ModFile, ReplaceDirective } from '../../gomod/mod-file/mod-file.ts'
import { compareVersions } from '../../gomod/semver.ts'
import type { RequiredAt, Subject } from '../subject.ts'

/** A required module that a folder stands for. */
export interface ReplacedByFolder {
  readonly path: string
  readonly version: string
  /** As written in the `replace` line. */
  readonly folder: string
  readonly at: RequiredAt
}

/** What a project needs. */
export interface Selection {
  readonly subjects: readonly Subject[]
  readonly folders: readonly ReplacedByFolder[]
}

/** The files of a project, as far as there are any; names as shown to people. */
export interface ProjectFiles {
  readonly mod?: { readonly name: string; readonly file: ModFile }
  readonly sum?: { readonly name: string; readonly lines: readonly GoSumLine[] }
}

interface Wanted {
  readonly path: string
  readonly version: string
  readonly by: readonly string[]
  readonly at: RequiredAt
}

/** Toolchains have lines in go.sum, but no repository. */
const toolchain = 'golang.org/toolchain'

/**
 * The module versions that a build of a project needs: what go.mod requires, with its `replace` lines applied. From
 * Go 1.17 on that is everything; for an older go.mod, and for a go.sum alone, the highest version of every other path
 * in go.sum joins them, if its zip has a line. Sorted by path and version, each once.
 *
 * Source: https://go.dev/ref/mod#graph-pruning
 */
export function selectModules({ mod, sum }: ProjectFiles): Selection {
  const replace = mod?.file.replace ?? []
  const required = mod === undefined ? [] : requiredBy(mod.name, mod.file)
  const isWhole = mod !== undefined && compareGoVersions(mod.file.go ?? '1.16', '1.17') >= 0
  const wanted =
    isWhole || sum === undefined ? required : [...required, ...others(sum, required, replace)]

  const subjects = new Map<string, Subject>()
  const folders: ReplacedByFolder[] = []
  for (const { path, version, by, at } of wanted) {
    const rule = replacementOf(replace, path, version)
    if (rule?.newVersion === '') {
      folders.push({ path, version, folder: rule.newPath, at: { ...at, line: rule.line } })
      continue
    }
    const module = rule ? { path: rule.newPath, version: rule.newVersion } : { path, version }
    const key = `${module.path}@${module.version}`
    const known = subjects.get(key)
    subjects.set(key, {
      ...module,
      at: known?.at ?? at,
      ...(rule && { replaces: { path: rule.oldPath, version: rule.oldVersion } }),
      ...sumsOf(sum?.lines, module.path, module.version),
      requiredBy: [...new Set([...(known?.requiredBy ?? []), ...by])],
    })
  }
  return { subjects: [...subjects.values()].toSorted(byPathAndVersion), folders }
}

/** Orders by path, then version. */
export function byPathAndVersion(
  a: { path: string; version: string },
  b: { path: string; version: string },
): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1
  return compareVersions(a.version, b.version)
}

/** A path that is required twice counts with its higher version, as in minimal version selection. */
function requiredBy(name: string, file: ModFile): Wanted[] {
  const highest = new Map<string, Wanted>()
  for (const { path, version, line, indirect } of file.require) {
    const known = highest.get(path)
    if (known && compareVersions(known.version, version) >= 0) continue
    const by = indirect || file.module === undefined ? [] : [file.module.path]
    highest.set(path, { path, version, by, at: { file: name, line, indirect } })
  }
  return [...highest.values()]
}

function others(
  sum: { readonly name: string; readonly lines: readonly GoSumLine[] },
  required: readonly Wanted[],
  replace: readonly ReplaceDirective[],
): Wanted[] {
  const known = new Set([...required.map(({ path }) => path), toolchain])
  for (const { newPath } of replace) known.add(newPath)
  const highest = new Map<string, Wanted>()
  for (const { path, version, goMod, line } of sum.lines) {
    if (goMod || known.has(path)) continue
    const before = highest.get(path)
    if (before && compareVersions(before.version, version) >= 0) continue
    highest.set(path, { path, version, by: [], at: { file: sum.name, line, indirect: true } })
  }
  return [...highest.values()]
}

/** A line for one version wins over a line for all. Source: cmd/go/internal/modload.replacement */
function replacementOf(
  replace: readonly ReplaceDirective[],
  path: string,
  version: string,
): ReplaceDirective | undefined {
  const lines = replace.filter(({ oldPath }) => oldPath === path)
  return (
    lines.findLast(({ oldVersion }) => oldVersion === version) ??
    lines.findLast(({ oldVersion }) => oldVersion === '')
  )
}

/** Of several lines the first with an `h1:` counts, as in `cmd/go/internal/modfetch.haveModSumLocked`. */
function sumsOf(
  lines: readonly GoSumLine[] | undefined,
  path: string,
  version: string,
): Pick<Subject, 'scope' | 'goSum' | 'goModSum'> {
  if (lines === undefined) return { scope: 'build' }
  const own = lines.filter((line) => line.path === path && line.version === version)
  const hashOf = (goMod: boolean) =>
    own.find((line) => line.goMod === goMod && line.sum.startsWith('h1:'))?.sum
  const goSum = hashOf(false)
  const goModSum = hashOf(true)
  return {
    scope: own.some(({ goMod }) => !goMod) ? 'build' : 'graph',
    ...(goSum !== undefined && { goSum }),
    ...(goModSum !== undefined && { goModSum }),
  }
}
