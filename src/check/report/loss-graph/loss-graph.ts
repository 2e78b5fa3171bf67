import { isLoud } from '../../../verify/judge/verdicts.ts'
import { loudestFirst } from '../loudness.ts'
import type { Report, ReportModule } from '../report.ts'
import { condensed, stepText } from './steps.ts'

/** More are not drawn: a graph of more cannot be read. */
const mostNodes = 24

/** A module on the way to a finding. */
export interface GraphNode {
  /** `path@version`; `''` for what is checked. */
  readonly id: string
  readonly kind: 'you' | 'step' | 'gap' | 'finding'
  /** A module path, the name of what is checked, or for a gap how many steps are left out. */
  readonly name: string
  readonly version: string
  /** Of a finding. */
  readonly module?: ReportModule
  /** Ways to a finding that are not drawn. */
  readonly hidden: number
}

/** That one module requires another. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** The loudest class of the findings that it leads to. */
  readonly class: 'lost' | 'changed'
}

/** The ways from what is checked to its findings. */
export interface LossGraph {
  /** By id, in the order in which they were met. */
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly edges: readonly GraphEdge[]
  /** Each way that is drawn, as ids, from what is checked to a finding. */
  readonly ways: readonly (readonly string[])[]
  /** Findings to which no way is drawn, because none is known or there is no room. */
  readonly undrawn: number
}

/**
 * The graph of the shortest ways to what is lost or changed, loudest first, and then of second ways where there is room;
 * undefined where no way is known.
 */
export function lossGraph({ name, modules }: Report): LossGraph | undefined {
  const findings = findingsOf(modules)
  const nodes = new Map<string, GraphNode>()
  nodes.set('', { id: '', kind: 'you', name, version: '', hidden: 0 })
  const ways: string[][] = []
  const drawn = new Map<ReportModule, number>()
  const edges = new Map<string, GraphEdge>()
  for (const turn of [0, 1]) {
    for (const module of findings) {
      const way = knownWays(module)[turn]
      if (way !== undefined) draw(module, condensed(way))
    }
  }
  if (ways.length === 0) return undefined
  for (const [module, count] of drawn) {
    const id = idOf(module)
    const node = nodes.get(id)
    const hidden = knownWays(module).length - count + (module.paths?.more ?? 0)
    if (node) nodes.set(id, { ...node, kind: 'finding', module, hidden })
  }
  return { nodes, edges: [...edges.values()], ways, undrawn: findings.length - drawn.size }

  function draw(module: ReportModule, steps: readonly string[]): void {
    const way = ['', ...steps, idOf(module)]
    const added = new Set(way.filter((id) => !nodes.has(id)))
    if (nodes.size + added.size > mostNodes) return
    for (const id of added) nodes.set(id, { id, ...stepText(id), hidden: 0 })
    ways.push(way)
    drawn.set(module, (drawn.get(module) ?? 0) + 1)
    const of = module.verdict.class === 'changed' ? 'changed' : 'lost'
    for (const [index, to] of way.slice(1).entries()) {
      const from = way[index] ?? ''
      const key = `${from}\n${to}`
      const before = edges.get(key)
      edges.set(key, { from, to, class: before?.class === 'changed' ? 'changed' : of })
    }
  }
}

/** What is lost or changed, accepted or not, loudest first. */
export function findingsOf(modules: readonly ReportModule[]): ReportModule[] {
  return modules.filter(({ verdict }) => isLoud(verdict.class)).toSorted(loudestFirst)
}

/** The id of a module. */
export function idOf({ path, version }: ReportModule): string {
  return `${path}@${version}`
}

/** The ways to a module, each from a direct requirement to whatever requires it; a direct requirement has an empty one. */
export function knownWays({ paths }: ReportModule): readonly (readonly string[])[] {
  if (paths === null) return []
  return paths.shortest.length === 0 ? [[]] : paths.shortest
}
