import type { ModuleGraph, ModuleVersion } from '../../../gomod/graph/module-graph.ts'
import type { KnownGraph } from '../../target/read-project.ts'

/** A main module of a workspace: its graph by itself, and its place among the roots. */
type Own = readonly [known: KnownGraph, graph: ModuleGraph, index: number]

/**
 * Whether the other modules of a workspace that a go.mod asks for can be had as it asks for them: else `go get` fails
 * there, since it reads no go.work, and so no `replace` in one.
 */
export async function hasOthers(...own: Own): Promise<boolean> {
  if (asksForNothing(...own)) return false
  const [{ read }, { replacementOf }] = own
  for (const of of othersOf(...own)) {
    if ((await read(replacementOf(of), of)) === undefined) return false
  }
  return true
}

/** Whether a go.mod asks for another module of its workspace by a version that says only that there is none. Nobody is asked. */
export function asksForNothing(...own: Own): boolean {
  const [, { replacementOf }] = own
  return othersOf(...own).some((of) => {
    const { path, version } = replacementOf(of)
    return path === of.path && version === of.version && noVersions.has(version)
  })
}

/** What people write, and what `go mod tidy` writes for a `replace`. */
const noVersions: ReadonlySet<string> = new Set(['v0.0.0', 'v0.0.0-00010101000000-000000000000'])

function othersOf(...[{ roots }, , index]: Own): ModuleVersion[] {
  const others = new Set(roots.mains.map(({ path }) => path))
  const require = roots.mains[index]?.file.require ?? []
  return require
    .filter(({ path }) => others.has(path))
    .map(({ path, version }) => ({ path, version }))
}
