import type { BuildFault } from './build.ts'

/** A module that go may speak of. */
export interface NamedModule {
  readonly path: string
  readonly version: string
}

/** Whose doing a failure is, as far as go's words tell. */
export interface Blame {
  readonly fault: BuildFault
  /** `path@version`. */
  readonly modules: readonly string[]
}

/**
 * Tells from what go said whose doing it is: a module that it could not have or verify (`path@version: …`), a package
 * that does not compile (below `# import/path`), or the project.
 *
 * @param mains paths of the main modules
 * Source: cmd/go/internal/load.PackageError, cmd/go/internal/work.showOutput; cmd/go/internal/modfetch
 */
export function blame(
  output: string,
  mains: readonly string[],
  modules: readonly NamedModule[],
): Blame {
  const names = new Set(modules.map(({ path, version }) => `${path}@${version}`))
  // What modules it could not have, go tells before it compiles anything: a compiler repeats what is written in code.
  const [beforeCompiling = ''] = output.split(/^# /m)
  const unhad = [...beforeCompiling.matchAll(/(?:^|\s)([^\s@]+@v[^\s:]+): /gm)]
    .map(([, name = '']) => name.replace(/\/go\.mod$/, ''))
    .filter((name) => names.has(name))
  if (unhad.length > 0) return { fault: 'module', modules: unique(unhad) }
  const packages = [...output.matchAll(/^# (?:\[)?([^\s\]]+)/gm)].map(([, path = '']) => path)
  const owners = packages.map((path) => ownerOf(path, mains, modules))
  const others = owners.filter((owner) => typeof owner === 'object')
  if (others.length > 0) {
    const named = others.map(({ path, version }) => `${path}@${version}`)
    return { fault: 'dependency', modules: unique(named) }
  }
  const isOwn = owners.includes('own') || /^(?:go: |[^\s:]+\.(?:go|mod|sum|work):\d+)/m.test(output)
  return { fault: isOwn ? 'project' : 'other', modules: [] }
}

/** The module with the longest path that a package may be in. */
function ownerOf(
  path: string,
  mains: readonly string[],
  modules: readonly NamedModule[],
): NamedModule | 'own' | undefined {
  const isIn = (module: string): boolean => path === module || path.startsWith(`${module}/`)
  const own = mains.filter(isIn).map((module) => ({ path: module, module: 'own' as const }))
  const others = modules.filter(({ path: one }) => isIn(one))
  const all = [...own, ...others.map((module) => ({ path: module.path, module }))]
  return all.toSorted((a, b) => b.path.length - a.path.length)[0]?.module
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, 20)
}
