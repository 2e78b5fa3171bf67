import type { ModuleGraph, ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import { modulePlace } from '../places.ts'
import type { Move } from './find-bump.ts'
import { raisedIn } from './graph-after.ts'

/**
 * What to raise in which module: in each that has it in its graph. Undefined where `go get` would fail in one of them:
 * it reads no go.work, and the go.mod asks for a version of another module of the workspace that cannot be had.
 *
 * @param before the graph of each main module by itself
 */
export async function movesOf(
  known: KnownGraph,
  before: readonly ModuleGraph[],
  steps: readonly ModuleVersion[],
): Promise<Move[] | undefined> {
  const moves: Move[] = []
  for (const [index, graph] of before.entries()) {
    const own = raisedIn(graph, steps).map(({ path, version }) => ({ path, version }))
    if (own.length === 0) continue
    if (!(await hasOthers(known, graph, index))) return undefined
    moves.push({ place: modulePlace(known, index), steps: own })
  }
  return moves
}

/** Whether the other modules of a workspace that a go.mod asks for can be had as it asks for them. */
async function hasOthers(
  { roots, read }: KnownGraph,
  { replacementOf }: ModuleGraph,
  index: number,
): Promise<boolean> {
  const others = new Set(roots.mains.map(({ path }) => path))
  for (const { path, version } of roots.mains[index]?.file.require ?? []) {
    if (!others.has(path)) continue
    const of = { path, version }
    if ((await read(replacementOf(of), of)) === undefined) return false
  }
  return true
}
