import type { Report, ReportModule } from '../report.ts'
import { findingsOf, idOf, knownWays } from './loss-graph.ts'

/** More are not listed. */
const mostFindings = 200

/** A module in the tree of ways. */
export interface Branch {
  /** `path@version`. */
  readonly id: string
  /** Where it is a finding. */
  readonly module?: ReportModule
  readonly branches: readonly Branch[]
}

/** The shortest way to each finding, as a tree. */
export interface PathTree {
  readonly branches: readonly Branch[]
  /** Findings that are in no branch, because no way to them is known. */
  readonly loose: readonly ReportModule[]
  /** Findings that had no room. */
  readonly more: number
}

interface Growing {
  readonly id: string
  module?: ReportModule
  readonly branches: Map<string, Growing>
}

/** Puts the shortest ways to all findings together, loudest first. */
export function pathTree({ modules }: Report): PathTree {
  const findings = findingsOf(modules)
  const root: Growing = { id: '', branches: new Map() }
  const loose: ReportModule[] = []
  for (const module of findings.slice(0, mostFindings)) {
    const [way] = knownWays(module)
    if (way === undefined) {
      loose.push(module)
      continue
    }
    let at = root
    for (const id of [...way, idOf(module)]) {
      const known = at.branches.get(id) ?? { id, branches: new Map() }
      at.branches.set(id, known)
      at = known
    }
    at.module = module
  }
  return { branches: grown(root), loose, more: Math.max(0, findings.length - mostFindings) }
}

function grown({ branches }: Growing): Branch[] {
  return [...branches.values()].map((one) => {
    const branch = { id: one.id, branches: grown(one) }
    return one.module === undefined ? branch : Object.assign(branch, { module: one.module })
  })
}
