import { Failure } from '../../../failure.ts'
import type { MainModule, ModuleGraph, ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import { InvalidError } from '../../../gomod/invalid-error.ts'
import type { Subject } from '../../subject.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import { selectedIn } from './graph-after.ts'
import { leadsTo, parentsOf, type Parents } from './parents.ts'
import { SearchOver } from './search-over.ts'
import { asksFor, isFree, isOnlyNamed, type Freeing } from './is-free.ts'
import { smallestStep, type Step } from './smallest-step.ts'
import { trials } from './trials.ts'

/** Newer versions of modules that lead to another, as a way round it. */
export type Bump =
  /** Nothing that was tried helps; `ways` is how many requirements of go.mod lead to it. */
  | { readonly kind: 'none'; readonly ways: number }
  /** It was not found out. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'found'
      /** Modules to raise together, one to three. */
      readonly steps: readonly ModuleVersion[]
      readonly isSmallest: boolean
      /** The version of the module that is needed then; absent where none is. */
      readonly left?: string
      /**
       * Whether go.mod files still name it, though only as `// indirect`: whoever writes such a line imports nothing of
       * it, but something that does, or did.
       */
      readonly isNamed: boolean
    }

/** What is asked on the way. */
export interface BumpTools {
  /**
   * The versions that a module has upstream.
   *
   * @throws Failure where they cannot be had
   */
  readonly versions: (path: string) => Promise<readonly string[]>
  /** Whether upstream has this version, as it should be. */
  readonly isFine: (module: ModuleVersion) => Promise<boolean>
  /** Ends the search. */
  readonly signal: AbortSignal
}

/** Parents of which newer versions are tried, for one finding. */
const mostParents = 6
/** Modules that are raised together. */
const mostSteps = 3

/**
 * Makes the finder for one project: what must be raised so that nothing needs a module version any more, or only another
 * one that is fine. One parent is better than several, and one that is near the module better than one far away. Only
 * go.mod files are read, each once; nothing is built. A workspace has none, since `go get` works on one module of it.
 *
 * Source of what `go get` does: https://go.dev/ref/mod#go-get
 */
export function bumpFinder(known: KnownGraph, tools: BumpTools): (of: Subject) => Promise<Bump> {
  const [main, ...more] = known.roots.mains
  if (main === undefined || more.length > 0 || known.roots.work !== undefined) {
    return async () => ({ kind: 'unknown' })
  }
  const tried = trials(known, main, tools)
  return async (subject) => {
    try {
      return await findBump(subject, { known, main, tools, tried: tried.forOne() })
    } catch (error) {
      if (error instanceof SearchOver || error instanceof InvalidError) return { kind: 'unknown' }
      throw error
    }
  }
}

interface Search extends Freeing {
  readonly known: KnownGraph
  readonly main: MainModule
  readonly tools: BumpTools
}

async function findBump(subject: Subject, search: Search): Promise<Bump> {
  const { known, main } = search
  const path = subject.replaces?.path ?? subject.path
  const { require } = main.file
  const direct = require.filter(({ indirect }) => !indirect)
  if (asksFor({ require: direct }, subject)) return { kind: 'none', ways: 1 }
  const parents = parentsOf(known.graph, require, path)
  const raisable = parents.nearestFirst.filter((parent) => isRaisable(parent, known.graph))
  let isKnown = true
  for (const parent of raisable.slice(0, mostParents)) {
    const step = await stepOf(parent, subject, search, isFree)
    if (step === 'unknown') isKnown = false
    else if (step) return found(subject, [{ path: parent, ...step }], search)
  }
  for (const set of [parents.nearest, parents.direct]) {
    const bump = await together(set, subject, search)
    if (bump) return bump
  }
  for (const parent of raisable.slice(0, mostParents)) {
    const step = await stepOf(parent, subject, search, isOnlyNamed, path)
    if (step === 'unknown') isKnown = false
    else if (step) return found(subject, [{ path: parent, ...step }], search, true)
  }
  return isKnown ? { kind: 'none', ways: waysOf(parents) } : { kind: 'unknown' }
}

/** Where several lead to it, each is raised until it does not any more. */
async function together(
  set: readonly string[],
  subject: Subject,
  search: Search,
): Promise<Bump | undefined> {
  if (set.length < 2 || set.length > mostSteps) return undefined
  const path = subject.replaces?.path ?? subject.path
  const steps: (Step & { readonly path: string })[] = []
  for (const parent of set) {
    const step = await stepOf(
      parent,
      subject,
      search,
      async (after) => !leadsTo(after, parent, path),
    )
    if (step === 'unknown' || !step) return undefined
    steps.push({ path: parent, ...step })
  }
  const after = await search.tried.after(steps)
  return after && (await isFree(after, subject, search)) ? found(subject, steps, search) : undefined
}

/** The graph is only made where the go.mod of the parent itself does not ask for the module version any more. */
async function stepOf(
  path: string,
  subject: Subject,
  search: Search,
  isEnough: (after: ModuleGraph, subject: Subject, search: Search) => Promise<boolean>,
  without?: string,
): Promise<Step | 'unknown' | undefined> {
  const { known, main, tools, tried } = search
  const from = selectedIn(known.graph).get(path)
  if (from === undefined) return undefined
  try {
    const excluded = new Set(
      main.file.exclude.filter((one) => one.path === path).map(({ version }) => version),
    )
    const versions = (await tools.versions(path)).filter((version) => !excluded.has(version))
    return await smallestStep(versions, from, async (version) => {
      const file = await tried.goMod({ path, version })
      if (!file || asksFor(file, subject)) return false
      const after = await tried.after([{ path, version }], without)
      return after !== undefined && (await isEnough(after, subject, search))
    })
  } catch (error) {
    if (Failure.is(error) && error.code !== 'no-space') return 'unknown'
    throw error
  }
}

async function found(
  subject: Subject,
  steps: readonly (Step & { readonly path: string })[],
  { tried }: Search,
  isNamed = false,
): Promise<Bump> {
  const after = isNamed ? undefined : await tried.after(steps)
  const left = after && selectedIn(after).get(subject.replaces?.path ?? subject.path)
  return {
    kind: 'found',
    steps: steps.map(({ path, version }) => ({ path, version })),
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
