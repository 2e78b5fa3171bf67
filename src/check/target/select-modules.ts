import type { ModuleGraph, ModuleVersion } from '../../gomod/graph/module-graph.ts'
import { byPathAndVersion } from '../../gomod/graph/version-order.ts'
import { waysTo, type Ways } from '../../gomod/graph/ways-to.ts'
import { vendoredVersions } from '../../gomod/modules-txt.ts'
import type { RequiredAt, Subject } from '../subject.ts'
import { graphMains, replacesOf, type PlacedReplace, type Project } from './project.ts'
import { requirers } from './requirers.ts'
import { hashesOf } from './sum-table.ts'

/** A module of the graph that a folder stands for. */
export interface ReplacedByFolder extends ModuleVersion {
  /** Absolute. */
  readonly folder: string
  readonly by: PlacedReplace
  readonly requiredBy: readonly string[]
  readonly paths: Ways
}

/** What a project needs. */
export interface Selection {
  readonly subjects: readonly Subject[]
  readonly folders: readonly ReplacedByFolder[]
}

/**
 * The module versions that a project needs, main modules left out, with its `replace` lines applied: all that its build
 * list has, and all whose go.mod had to be read to find that out. Of what `go mod download` takes, the whole module is
 * needed (`build`) if its zip has a line in go.sum; without a go.sum, if it has packages in the vendor folder; without
 * either, always. Of the rest only the go.mod is (`graph`). Each once, by path and version.
 */
export function selectModules(project: Project, graph: ModuleGraph): Selection {
  const downloads = new Set(wantedWhole(project, graph).map(keyOf))
  const isPackaged = packagedIn(project)
  const requiredAt = requireLines(project)
  const requiredBy = requirers(project, graph)
  const pathsTo = waysTo(graph, graphMains(project))
  const rules = Map.groupBy(replacesOf(project), ({ rule }) => rule.oldPath)
  const howNeeded = (module: ModuleVersion) => ({
    requiredBy: requiredBy(module),
    paths: pathsTo(module),
  })
  const subjects: Subject[] = []
  const folders: ReplacedByFolder[] = []
  const needed = new Map(
    [...graph.download, ...graph.buildList, ...graph.loaded].map((module) => [
      keyOf(module),
      module,
    ]),
  )
  for (const [key, module] of needed) {
    const { path, version } = module
    if (version === '') continue
    const by = ruleFor(rules.get(path) ?? [], version)
    const instead = graph.replacementOf(module)
    if (by && instead.version === '') {
      folders.push({ path, version, folder: instead.path, by, ...howNeeded(module) })
      continue
    }
    const sums = project.sums?.of(instead.path, instead.version)
    const isWhole = project.sums ? sums?.hasZip === true : isPackaged(module)
    const at = requiredAt.get(key) ?? sums?.at
    const subject: Subject = {
      path: instead.path,
      version: instead.version,
      scope: downloads.has(key) && isWhole ? 'build' : 'graph',
      ...hashesOf(sums),
      ...(by && { replaces: { path: by.rule.oldPath, version: by.rule.oldVersion } }),
      ...howNeeded(module),
      ...(at && { at }),
    }
    subjects.push(subject)
    for (const other of sums?.others ?? []) subjects.push({ ...subject, ...other })
  }
  return { subjects: merged(subjects), folders }
}

/** What `go mod download` takes; it writes a `go` line where there is none, which would leave out what a build needs. */
function wantedWhole({ mains, work }: Project, { download, buildList }: ModuleGraph) {
  const [main] = mains
  return work === undefined && main?.file.go === undefined ? buildList : download
}

/**
 * Puts modules that several ask for together, by path and version: the whole module is needed if anybody needs it. What
 * one go.sum says otherwise than another stays apart: upstream can give only one of them what it wants.
 */
export function merged(subjects: readonly Subject[]): Subject[] {
  const known = new Map<string, Subject[]>()
  for (const subject of subjects) {
    const key = `${keyOf(subject)} ${subject.folderFault === undefined ? '' : 'folder'}`
    const same = known.get(key) ?? []
    known.set(key, same)
    const index = same.findIndex((one) => isAgreed(one, subject))
    const before = same[index]
    if (before) same[index] = together(before, subject)
    else same.push(subject)
  }
  return [...known.values()].flat().toSorted(byPathAndVersion)
}

function isAgreed(a: Subject, b: Subject): boolean {
  return (['goSum', 'goModSum'] as const).every((of) => {
    const [one, other] = [a[of], b[of]]
    return one === undefined || other === undefined || one === other
  })
}

function together(a: Subject, b: Subject): Subject {
  const isWhole = a.scope === 'build' || b.scope === 'build'
  return {
    ...b,
    ...a,
    scope: isWhole ? 'build' : 'graph',
    requiredBy: [...new Set([...a.requiredBy, ...b.requiredBy])],
    ...shorterPaths(a.paths, b.paths),
  }
}

/** The ways of whoever has the shorter one. */
function shorterPaths(a: Ways | undefined, b: Ways | undefined): { readonly paths?: Ways } {
  if (!a || !b) return {}
  return { paths: lengthOf(b) < lengthOf(a) ? b : a }
}

function lengthOf({ shortest: [way = []] }: Ways): number {
  return way.length
}

/** The `require` lines of a project by module version; of several, the first that is not `// indirect`. */
function requireLines({ mains }: Project): ReadonlyMap<string, RequiredAt> {
  const lines = new Map<string, RequiredAt>()
  for (const { name, file } of mains) {
    for (const { indirect, line, ...module } of file.require) {
      const key = keyOf(module)
      if (lines.get(key)?.indirect ?? true) lines.set(key, { file: name, line, indirect })
    }
  }
  return lines
}

function packagedIn({ vendor }: Project): (module: ModuleVersion) => boolean {
  const versions = vendor && vendoredVersions(vendor)
  return ({ path, version }) => versions === undefined || versions.get(path) === version
}

/** A line for one version wins over a line for all. Source: cmd/go/internal/modload.replacement */
function ruleFor(rules: readonly PlacedReplace[], version: string): PlacedReplace | undefined {
  return (
    rules.findLast(({ rule }) => rule.oldVersion === version) ??
    rules.findLast(({ rule }) => rule.oldVersion === '')
  )
}

function keyOf({ path, version }: ModuleVersion): string {
  return `${path}@${version}`
}
