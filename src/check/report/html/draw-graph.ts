import { html, type Html } from '../../../page/html.ts'
import type { Cut } from '../loss-graph/best-cut.ts'
import { boxHeight, layOut, type Route, type Layout, type Spot } from '../loss-graph/lay-out.ts'
import type { GraphNode, LossGraph } from '../loss-graph/loss-graph.ts'
import { counted } from '../units.ts'

/** Units that a character takes in the mono font of a box. */
const charWidth = 7.3

/** The graph as a picture; its text twin stands beside it. */
export function drawGraph(graph: LossGraph, cut: Cut | undefined): Html {
  const labels = labelsOf(graph, cut)
  const below = new Map([...labels].map(([id, lines]) => [id, lines.length]))
  const layout = layOut(graph, below)
  const findings = [...graph.nodes.values()].filter(({ kind }) => kind === 'finding').length
  return html`<svg
    class="wide"
    viewBox="0 0 ${layout.width} ${layout.height}"
    role="img"
    aria-labelledby="graph-t graph-d"
  >
    <title id="graph-t">Paths from what was checked to ${counted(findings, 'finding')}</title>
    <desc id="graph-d">The same paths follow as an indented list.</desc>
    ${layout.routes.map((route) => edge(route, route.edge.from === cut?.id && cut.parts.length > 1))}
    ${[...graph.nodes.values()].map((node) => box(node, layout, labels.get(node.id) ?? []))}
  </svg>`
}

interface Label {
  readonly text: string
  readonly isLoud: boolean
}

/** What stands below boxes: the version that no longer needs what was found, the best cut, ways that are not drawn. */
function labelsOf(graph: LossGraph, cut: Cut | undefined): Map<string, Label[]> {
  const labels = new Map<string, Label[]>()
  const add = (id: string, text: string, isLoud: boolean): void => {
    const here = labels.get(id) ?? []
    if (here.every((label) => label.text !== text)) labels.set(id, [...here, { text, isLoud }])
  }
  for (const { id, hidden, module } of graph.nodes.values()) {
    for (const { raises } of module?.advice ?? []) {
      if (raises === undefined) continue
      const raised = [...graph.nodes.values()].find(
        ({ kind, name }) => kind === 'step' && name === raises.path,
      )
      if (raised) add(raised.id, `${raises.to} no longer needs it`, true)
    }
    if (hidden > 0) add(id, `+${counted(hidden, 'path')}`, false)
  }
  if (cut !== undefined && cut.parts.length > 1) {
    add(cut.id, `best cut: ${counted(cut.parts.length, 'finding')} fewer`, true)
  }
  return labels
}

function edge({ edge, points }: Route, isCut: boolean): Html {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return html``
  let path = `M${first.x} ${first.y}`
  let from = first
  for (const [index, to] of rest.entries()) {
    const middle = Math.round((from.x + to.x) / 2)
    const isPassing = index % 2 === 1
    path += isPassing
      ? `H${to.x}`
      : `C${middle} ${from.y} ${middle} ${to.y} ${end(to, index === rest.length - 1)}`
    from = to
  }
  return html`<path class="edge ${edge.class}${isCut ? ' cut' : ''}" d="${path}" /><path
      class="tip ${edge.class}"
      d="M${last.x - 7} ${last.y - 4.5}L${last.x} ${last.y}L${last.x - 7} ${last.y + 4.5}z"
    />`
}

function end({ x, y }: Spot, isLast: boolean): string {
  return `${isLast ? x - 6 : x} ${y}`
}

function box(node: GraphNode, { spots, boxWidth }: Layout, labels: readonly Label[]): Html {
  const { x, y } = spots.get(node.id) ?? { x: 0, y: 0 }
  const { kind, module, name } = node
  const of = module?.verdict.class === 'changed' ? 'changed' : 'lost'
  const indent = kind === 'finding' ? 40 : 12
  const room = Math.floor((boxWidth - indent - 10) / charWidth)
  const short = name.length > room ? `…${name.slice(1 - room)}` : name
  const at = kind === 'gap' ? short.length : short.lastIndexOf('/') + 1
  const second =
    kind === 'you' ? 'you' : [node.version, module?.verdict.code].filter((text) => text).join(' ')
  return html`<rect
      class="box ${kind === 'finding' ? of : kind}"
      x="${x}"
      y="${y}"
      width="${boxWidth}"
      height="${boxHeight}"
      rx="6"
    />${
      kind === 'finding'
        ? html`<use
            href="#i-${of}"
            x="${x + 13}"
            y="${y + 15}"
            width="16"
            height="16"
            class="${of}"
          />`
        : ''
    }<text class="m" x="${x + indent}" y="${y + 20}"
      ><tspan class="q">${short.slice(0, at)}</tspan
      ><tspan class="b">${short.slice(at)}</tspan></text
    ><text class="m" x="${x + indent}" y="${y + 37}"
      >${fitted(second, module?.verdict.code ?? '', room)}</text
    >${labels.map(
      ({ text, isLoud }, index) =>
        html`<text class="${isLoud ? 's' : 'q'}" x="${x}" y="${y + boxHeight + 15 + 16 * index}"
          >${text}</text
        >`,
    )}`
}

/** Shortens a version so that the code behind it stays whole. */
function fitted(text: string, code: string, room: number): string {
  if (text.length <= room) return text
  const most = Math.max(4, room - (code === '' ? 0 : code.length + 1) - 1)
  return `${text.slice(0, most)}…${code === '' ? '' : ` ${code}`}`
}
