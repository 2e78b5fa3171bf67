import type { ModuleGraph, ModuleVersion, ReadGoMod } from '../../../gomod/graph/module-graph.ts'
import type { ModFile } from '../../../gomod/mod-file/mod-file.ts'
import type { KnownGraph } from '../../target/read-project.ts'
import { graphAfter } from './graph-after.ts'
import { ownGraphsNow } from './own-graphs.ts'
import { SearchOver } from './search-over.ts'

/** Graphs as they would be. */
export interface Trials {
  /**
   * The graph with these versions, as {@link graphAfter} makes it; undefined where a go.mod that it takes cannot be had, so that nothing can be told.
   *
   * @throws SearchOver when too much was read already; InvalidError
   */
  readonly after: (
    raised: readonly ModuleVersion[],
    without?: string,
  ) => Promise<ModuleGraph | undefined>
  /**
   * The go.mod of a version; undefined where it cannot be had.
   *
   * @throws SearchOver when too much was read already
   */
  readonly goMod: (module: ModuleVersion) => Promise<ModFile | undefined>
  /**
   * The graph of each main module by itself, as it is.
   *
   * @throws InvalidError
   */
  readonly before: () => Promise<readonly ModuleGraph[]>
}

/** go.mod files that are read for one finding and were not known before. */
const mostReads = 40

/** Makes the trials of a project: what was read for one finding is known for the others. */
export function trials(
  known: KnownGraph,
  { signal }: { readonly signal: AbortSignal },
): { readonly forOne: () => Trials; readonly before: Trials['before'] } {
  const read = new Set(known.graph.loaded.map(keyOf))
  const unread = new Set(known.graph.missing.map(keyOf))
  const made = new Map<string, ModuleGraph>()
  let own: Promise<readonly ModuleGraph[]> | undefined

  const before = () => (own ??= ownGraphsNow(known))

  async function graphOf(raised: readonly ModuleVersion[], reader: ReadGoMod, without?: string) {
    const key = `${raised.map(keyOf).join(' ')} ${without ?? ''}`
    const graph =
      made.get(key) ?? (await graphAfter(known, await before(), raised, reader, without))
    made.set(key, graph)
    return graph
  }

  return {
    before,
    forOne() {
      let left = mostReads
      const reader: ReadGoMod = async (module, of) => {
        if (signal.aborted) throw new SearchOver('the time is over')
        const key = keyOf(of)
        if (!read.has(key)) {
          if (left === 0) throw new SearchOver(`more than ${mostReads} go.mod files`)
          left -= 1
          read.add(key)
        }
        return known.read(module, of)
      }
      return {
        before,
        goMod: (module) => reader(known.graph.replacementOf(module), module),
        async after(raised, without) {
          const graph = await graphOf(raised, reader, without)
          return graph.missing.some((module) => !unread.has(keyOf(module))) ? undefined : graph
        },
      }
    },
  }
}

function keyOf({ path, version }: ModuleVersion): string {
  return `${path}@${version}`
}
