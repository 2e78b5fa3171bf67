import type { Report, ReportModule } from '../report.ts'
import { findingsOf, idOf, knownWays, type LossGraph } from './loss-graph.ts'

/** The module without whose requirements the most findings would be out of reach. */
export interface Cut {
  /** The id of its node. */
  readonly id: string
  /** The findings that it parts from what is checked. */
  readonly parts: readonly ReportModule[]
}

/**
 * Finds the drawn module that parts the most findings once it requires nothing any more, by another version of it or by
 * going without it; of equals one that an advice raises, then the one nearest to what is checked. All requirements that
 * are known count, also those that are not drawn; a finding that others require who are not known is never parted.
 * Modules are taken together whatever their version, which can only add ways. Undefined where no module parts anything.
 */
export function bestCut(report: Report, graph: LossGraph): Cut | undefined {
  const findings = findingsOf(report.modules).filter(isWhollyKnown)
  const requirements = requirementsOf(report)
  const raised = new Set(
    findings.flatMap(({ advice }) => advice.map(({ raises }) => raises?.path ?? '')),
  )
  let best: (Cut & { readonly worth: number }) | undefined
  for (const { id, kind, name } of graph.nodes.values()) {
    if (kind !== 'step' && kind !== 'finding') continue
    const reached = reachedWithout(requirements, name)
    const parts = findings.filter(({ path }) => !reached.has(path))
    if (parts.length === 0) continue
    const worth = parts.length + (raised.has(name) ? 0.5 : 0)
    if (best === undefined || worth > best.worth) best = { id, parts, worth }
  }
  return best && { id: best.id, parts: best.parts }
}

type Requirements = ReadonlyMap<string, ReadonlySet<string>>

/** What each module requires, by path; `''` is what is checked. */
function requirementsOf({ modules }: Report): Requirements {
  const all = new Map<string, Set<string>>()
  const add = (from: string, to: string): void => {
    const known = all.get(from)
    if (known) known.add(to)
    else all.set(from, new Set([to]))
  }
  for (const module of modules) {
    for (const by of module.requiredBy) add(by.includes('@') ? pathOf(by) : '', module.path)
    for (const way of knownWays(module)) {
      let from = ''
      for (const step of [...way, idOf(module)]) {
        add(from, pathOf(step))
        from = pathOf(step)
      }
    }
  }
  return all
}

/** What is reached from what is checked, if one module required nothing. */
function reachedWithout(requirements: Requirements, cut: string): Set<string> {
  const reached = new Set([''])
  for (const path of reached) {
    if (path === cut) continue
    for (const next of requirements.get(path) ?? []) reached.add(next)
  }
  return reached
}

/** Whether everybody who requires it is named. */
function isWhollyKnown(module: ReportModule): boolean {
  const { paths, requiredBy } = module
  if (paths === null) return false
  const named = new Set(requiredBy)
  const last = new Set(knownWays(module).map((way) => way.at(-1) ?? ''))
  return paths.more === 0 || named.size >= last.size + paths.more
}

function pathOf(id: string): string {
  const at = id.lastIndexOf('@')
  return at > 0 ? id.slice(0, at) : id
}
