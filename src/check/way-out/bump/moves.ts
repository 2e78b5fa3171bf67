import type { ModuleGraph, ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import { modulePlace } from '../places.ts'
import type { Move } from './find-bump.ts'
import { raisedIn } from './graph-after.ts'
import { hasOthers } from './has-others.ts'

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
