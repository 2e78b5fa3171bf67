import type { GraphEdge, LossGraph } from './loss-graph.ts'

/** Where a node stands; the height of its box is {@link boxHeight}. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** An edge as points: where it begins, where it passes columns, where it ends. */
export interface Route {
  readonly edge: GraphEdge
  readonly points: readonly Spot[]
}

/** A graph with a place for everything, in units of its view box. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxWidth: number
  /** Top left corner of each box, by the id of its node. */
  readonly spots: ReadonlyMap<string, Spot>
  readonly routes: readonly Route[]
}

/** Height of the box of a node. */
export const boxHeight = 46

const width = 1072
const widestBox = 248
const leastGap = 40
const between = 22
const passing = 10

/** Something in a column: a node, or an edge that passes by. */
interface Item {
  readonly column: number
  /** Above and below its middle. */
  readonly above: number
  readonly below: number
  readonly next: Set<Item>
  y: number
}

/**
 * Places the nodes in columns by their distance from what is checked, findings last, and each near what it leads to.
 *
 * @param linesBelow how many lines of text stand below the box of a node, by its id
 */
export function layOut(graph: LossGraph, linesBelow: ReadonlyMap<string, number>): Layout {
  const columns = columnsOf(graph)
  const count = Math.max(...columns.values()) + 1
  const items = new Map<string, Item>()
  for (const id of graph.nodes.keys()) {
    const below = boxHeight / 2 + 16 * (linesBelow.get(id) ?? 0)
    items.set(id, {
      column: columns.get(id) ?? 0,
      above: boxHeight / 2,
      below,
      next: new Set(),
      y: 0,
    })
  }
  const all = [...items.values()]
  const chains = graph.edges.map((edge) => {
    const chain = [items.get(edge.from), items.get(edge.to)].filter((item) => item !== undefined)
    const [from, to] = chain
    const passers: Item[] = []
    for (let column = (from?.column ?? 0) + 1; column < (to?.column ?? 0); column += 1) {
      passers.push({ column, above: passing, below: passing, next: new Set(), y: 0 })
    }
    all.push(...passers)
    const whole = [...(from ? [from] : []), ...passers, ...(to ? [to] : [])]
    for (const [index, item] of whole.slice(1).entries()) whole[index]?.next.add(item)
    return { edge, passers }
  })
  const height = stack(all, count)
  const boxWidth = Math.min(widestBox, (width - 2 - leastGap * (count - 1)) / count)
  const left = (column: number): number =>
    Math.round(1 + (column * (width - 2 - boxWidth)) / Math.max(1, count - 1))
  const spots = new Map(
    [...items].map(([id, { column, y }]) => [
      id,
      { x: left(column), y: Math.round(y - boxHeight / 2) },
    ]),
  )
  const routes = chains.map(({ edge, passers }): Route => {
    const from = items.get(edge.from)
    const to = items.get(edge.to)
    const points = [
      { x: left(from?.column ?? 0) + boxWidth, y: from?.y ?? 0 },
      ...passers.flatMap(({ column, y }) => [
        { x: left(column), y },
        { x: left(column) + boxWidth, y },
      ]),
      { x: left(to?.column ?? 0) - 1, y: to?.y ?? 0 },
    ]
    return { edge, points: points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })) }
  })
  return { width, height, boxWidth: Math.round(boxWidth), spots, routes }
}

/**
 * The column of each node: how far it is from what is checked, by the longest way along the edges, but not twice through
 * any node. What leads nowhere stands in the last column.
 */
function columnsOf({ nodes, edges }: LossGraph): Map<string, number> {
  const next = Map.groupBy(edges, ({ from }) => from)
  const columns = new Map<string, number>()
  const path = new Set<string>()
  const visit = (id: string, column: number): void => {
    if (path.has(id) || (columns.get(id) ?? -1) >= column) return
    columns.set(id, column)
    path.add(id)
    for (const { to } of next.get(id) ?? []) visit(to, column + 1)
    path.delete(id)
  }
  visit('', 0)
  const last = Math.max(...columns.values())
  for (const id of nodes.keys()) if (!next.has(id)) columns.set(id, last)
  return columns
}

/** Gives every item its y, column by column from the last; gives the height of all. */
function stack(items: readonly Item[], count: number): number {
  for (let column = count - 1; column >= 0; column -= 1) {
    const here = items.filter((item) => item.column === column)
    const wished = new Map(here.map((item, index) => [item, wishOf(item, column, index)]))
    here.sort((a, b) => (wished.get(a) ?? 0) - (wished.get(b) ?? 0))
    let bottom = Number.NEGATIVE_INFINITY
    for (const item of here) {
      item.y = Math.max(wished.get(item) ?? 0, bottom + between + item.above)
      bottom = item.y + item.below
    }
    const drift = here.reduce((sum, item) => sum + item.y - (wished.get(item) ?? 0), 0)
    for (const item of here) item.y -= drift / here.length
  }
  const top = Math.min(...items.map(({ y, above }) => y - above))
  for (const item of items) item.y -= top - 8
  return Math.ceil(Math.max(...items.map(({ y, below }) => y + below)) + 8)
}

/** The middle of what it leads to in later columns; in the last column, its place in the order. */
function wishOf({ next }: Item, column: number, index: number): number {
  const ahead = [...next].filter((item) => item.column > column)
  if (ahead.length === 0) return index * (boxHeight + between)
  return ahead.reduce((sum, { y }) => sum + y, 0) / ahead.length
}
