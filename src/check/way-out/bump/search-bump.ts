import { Failure } from '../../../failure.ts'
import type { ModuleGraph, ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import { compare } from '../../../gomod/semver.ts'
import {
  isRetractedBy,
  nothingRetracted,
  retractingVersion,
  type IsRetracted,
} from '../../../origin/code/retractions.ts'
import { requiredPath, type Subject } from '../../subject.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import type { Bump, BumpTools, FoundBump } from './find-bump.ts'
import { selectedIn } from './graph-after.ts'
import { asksFor, isFree, isOnlyNamed, type Freeing } from './is-free.ts'
import { leadsTo, parentsOf, type Parents } from './parents.ts'
import { smallestStep, type Step } from './smallest-step.ts'

/** Parents of which newer versions are tried, for one finding. */
const mostParents = 6
/** Modules that are raised together. */
const mostSteps = 3

/** What a search in one project rests on. */
export interface Search extends Freeing {
  readonly known: KnownGraph
  readonly tools: BumpTools
}

/** A version to go to. */
export interface RaisedVersion extends ModuleVersion {
  /** Whether its author has withdrawn it; one that is not does not help. */
  readonly isRetracted: boolean
}

/** What a search found out, before it is told where to raise what. */
export type SearchResult =
  | Exclude<Bump, { readonly kind: 'found' }>
  | Omit<FoundBump, 'moves' | 'unhelped'>

/**
 * Looks in one project, of one module or a workspace.
 *
 * @throws SearchOver when it takes too much; InvalidError
 */
export async function searchBump(subject: Subject, search: Search): Promise<SearchResult> {
  const { known } = search
  const path = requiredPath(subject)
  const require = known.roots.mains.flatMap(({ file }) => file.require)
  const direct = require.filter(({ indirect }) => !indirect)
  if (asksFor({ require: direct }, subject)) return { kind: 'none', ways: 1 }
  const parents = parentsOf(known.graph, require, path)
  const raisable = parents.nearestFirst.filter((parent) => isRaisable(parent, known.graph))
  let isKnown = true
  for (const parent of raisable.slice(0, mostParents)) {
    const step = await stepOf(parent, subject, search, { isEnough: isFree })
    if (step === 'unknown') isKnown = false
    else if (step) return found(subject, [step], search)
  }
  for (const set of [parents.nearest, parents.direct]) {
    const bump = await together(set, subject, search)
    if (bump) return bump
  }
  for (const parent of raisable.slice(0, mostParents)) {
    const step = await stepOf(parent, subject, search, { isEnough: isOnlyNamed, without: path })
    if (step === 'unknown') isKnown = false
    else if (step) return found(subject, [step], search, true)
  }
  return isKnown ? { kind: 'none', ways: waysOf(parents) } : { kind: 'unknown' }
}

/**
 * Where several lead to it, one after the other is raised until it does not any more, the nearest first: those that do not
 * then, because of what was raised before, stay as they are.
 */
async function together(
  set: readonly string[],
  subject: Subject,
  search: Search,
): Promise<SearchResult | undefined> {
  if (set.length < 2 || set.length > mostParents) return undefined
  const path = requiredPath(subject)
  const steps: FoundStep[] = []
  for (const parent of set) {
    const now = steps.length === 0 ? search.known.graph : await search.tried.after(steps)
    if (!now) return undefined
    if (!leadsTo(now, parent, path)) continue
    if (steps.length === mostSteps || !isRaisable(parent, search.known.graph)) return undefined
    const isEnough = async (after: ModuleGraph) => !leadsTo(after, parent, path)
    const step = await stepOf(parent, subject, search, { isEnough, base: steps })
    if (step === 'unknown' || !step) return undefined
    steps.push(step)
  }
  const after = await search.tried.after(steps)
  return after && (await isFree(after, subject, search)) ? found(subject, steps, search) : undefined
}

/** What it takes of a version to be a step. */
interface Aim {
  readonly isEnough: (after: ModuleGraph, subject: Subject, search: Search) => Promise<boolean>
  /** What is raised already. */
  readonly base?: readonly ModuleVersion[]
  /** As {@link Trials.after} has it. */
  readonly without?: string
}

/** The graph is only made where the go.mod of the parent itself does not ask for the module version any more. */
async function stepOf(
  path: string,
  subject: Subject,
  search: Search,
  { isEnough, base = [], without }: Aim,
): Promise<FoundStep | 'unknown' | undefined> {
  const { known, tools, tried } = search
  const from = selectedIn(known.graph).get(path)
  if (from === undefined) return undefined
  const helps = async (version: string): Promise<boolean> => {
    const file = await tried.goMod({ path, version })
    if (!file || asksFor(file, subject)) return false
    const after = await tried.after([...base, { path, version }], without)
    return after !== undefined && (await isEnough(after, subject, search))
  }
  try {
    const all = await tools.versions(path)
    const versions = all.filter((version) => !isExcluded({ path, version }, known))
    const isRetracted = await retractionsOf(path, all, search)
    for (const retracted of [false, true]) {
      const some = versions.filter((version) => isRetracted(version) === retracted)
      const step = await smallestStep(some, from, helps)
      if (step) return { ...step, path, isRetracted: retracted }
    }
    return undefined
  } catch (error) {
    if (Failure.is(error) && error.code !== 'no-space') return 'unknown'
    throw error
  }
}

interface FoundStep extends Step, RaisedVersion {}

function isExcluded(module: ModuleVersion, { roots }: KnownGraph): boolean {
  return roots.mains.some(({ file }) =>
    file.exclude.some(({ path, version }) => path === module.path && version === module.version),
  )
}

/** What the newest go.mod of a module states, which is tried first in any case; nothing where that cannot be had. */
async function retractionsOf(
  path: string,
  versions: readonly string[],
  { tried }: Search,
): Promise<IsRetracted> {
  const version = retractingVersion(versions.toSorted(compare))
  const file = version === undefined ? undefined : await tried.goMod({ path, version })
  return file ? isRetractedBy(file.retract) : nothingRetracted
}

async function found(
  subject: Subject,
  steps: readonly FoundStep[],
  { tried }: Search,
  isNamed = false,
): Promise<SearchResult> {
  const after = isNamed ? undefined : await tried.after(steps)
  const left = after && selectedIn(after).get(requiredPath(subject))
  return {
    kind: 'found',
    steps: steps.map(({ path, version, isRetracted }) => ({ path, version, isRetracted })),
    isSmallest: steps.every(({ isSmallest }) => isSmallest),
    isNamed,
    ...(left !== undefined && { left }),
  }
}

/** What something else stands for stays what it is, whatever its version. */
function isRaisable(path: string, { buildList, replacementOf }: ModuleGraph): boolean {
  const module = buildList.find((one) => one.path === path)
  if (module === undefined || module.version === '') return false
  const instead = replacementOf(module)
  return instead.path === path && instead.version === module.version
}

function waysOf({ direct, nearest }: Parents): number {
  return direct.length || nearest.length
}
