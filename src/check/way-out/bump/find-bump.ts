import type { ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import { InvalidError } from '../../../gomod/invalid-error.ts'
import type { Subject } from '../../subject.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import type { ModulePlace } from '../places.ts'
import { holds } from './is-free.ts'
import { movesOf } from './moves.ts'
import { searchBump, type RaisedVersion } from './search-bump.ts'
import { SearchOver } from './search-over.ts'
import { trials } from './trials.ts'

/** Newer versions of modules that lead to another, as a way round it. */
export type Bump =
  /** Nothing that was tried helps; `ways` is how many requirements of go.mod lead to it. */
  | { readonly kind: 'none'; readonly ways: number }
  /** It was not found out. */
  | { readonly kind: 'unknown' }
  | FoundBump

/** What to raise. */
export interface FoundBump {
  readonly kind: 'found'
  /** Modules to raise together, each once: one to three for each project that is checked. */
  readonly steps: readonly RaisedVersion[]
  /** What to raise in the folder of each main module that needs what is lost; at least one. */
  readonly moves: readonly Move[]
  readonly isSmallest: boolean
  /** The version of the module that is needed then; absent where none is. */
  readonly left?: string
  /**
   * Whether go.mod files still name it, though only as `// indirect`: whoever writes such a line imports nothing of it,
   * but something that does, or did.
   */
  readonly isNamed: boolean
  /** Of the projects that are checked at once, how many are not helped. */
  readonly unhelped: number
}

/** What to raise in one main module. */
export interface Move {
  readonly place: ModulePlace
  readonly steps: readonly ModuleVersion[]
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

/** Projects that are checked at once, of which more are not looked at. */
const mostProjects = 10

/**
 * Makes the finder for what is checked: what must be raised so that nothing needs a module version any more, or only
 * another one that is fine. One parent is better than several, and one that is near the module better than one far away.
 * Only go.mod files are read, each once; nothing is built. In a workspace it is raised in each module that needs it, since
 * `go get` works on one; projects that are checked at once are helped each for itself.
 *
 * Source of what `go get` does: https://go.dev/ref/mod#go-get
 */
export function bumpFinder(
  graphs: readonly KnownGraph[],
  tools: BumpTools,
): (of: Subject) => Promise<Bump> {
  const finders = graphs.map((known) => ({ known, find: finderFor(known, tools) }))
  return async (subject) => {
    const needing = finders.filter(({ known }) => holds(known.graph, subject))
    if (needing.length > mostProjects) return { kind: 'unknown' }
    const bumps: Bump[] = []
    for (const { find } of needing) bumps.push(await find(subject))
    return together(bumps)
  }
}

function finderFor(known: KnownGraph, tools: BumpTools): (of: Subject) => Promise<Bump> {
  const tried = trials(known, tools)
  return async (subject) => {
    try {
      const one = tried.forOne()
      const bump = await searchBump(subject, { known, tools, tried: one })
      if (bump.kind !== 'found') return bump
      const moves = await movesOf(known, await one.before(), bump.steps)
      return moves ? { ...bump, moves, unhelped: 0 } : { kind: 'unknown' }
    } catch (error) {
      if (error instanceof SearchOver || error instanceof InvalidError) return { kind: 'unknown' }
      throw error
    }
  }
}

/** What was found for each project as one; where only some are helped, that is told. */
function together(bumps: readonly Bump[]): Bump {
  const found = bumps.filter((bump) => bump.kind === 'found')
  const [first, ...more] = found
  if (first === undefined) {
    const ways = bumps.reduce((sum, bump) => sum + (bump.kind === 'none' ? bump.ways : 0), 0)
    const isKnown = bumps.length > 0 && bumps.every(({ kind }) => kind === 'none')
    return isKnown ? { kind: 'none', ways } : { kind: 'unknown' }
  }
  if (bumps.length === 1) return first
  const steps = new Map(
    found.flatMap((bump) => bump.steps).map((step) => [`${step.path}@${step.version}`, step]),
  )
  const left = [first, ...more].find((bump) => bump.left !== undefined)?.left
  return {
    kind: 'found',
    steps: [...steps.values()],
    moves: found.flatMap(({ moves }) => moves),
    isSmallest: found.every(({ isSmallest }) => isSmallest),
    isNamed: found.some(({ isNamed }) => isNamed),
    unhelped: bumps.length - found.length,
    ...(left !== undefined && { left }),
  }
}
