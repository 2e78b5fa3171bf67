import { html, type Html } from '../../../page/html.ts'
import { marked } from '../../../page/symbols.ts'
import { bestCut } from '../loss-graph/best-cut.ts'
import { lossGraph } from '../loss-graph/loss-graph.ts'
import { pathTree, type Branch } from '../loss-graph/path-tree.ts'
import { stepText } from '../loss-graph/steps.ts'
import type { Report, ReportModule } from '../report.ts'
import { counted, numberText } from '../units.ts'
import { meaningOf } from '../../../verify/judge/verdicts.ts'
import { drawGraph } from './draw-graph.ts'
import { moduleName } from './module-name.ts'

/** How findings are reached: the graph, and the same as a tree, which stands alone where there is no room. */
export function lossFigure(report: Report): Html | string {
  const graph = lossGraph(report)
  if (graph === undefined) return ''
  const { modules, repositories, name } = report
  const steps = graph.nodes.size - 1
  const left =
    graph.undrawn === 0 ? '' : ` ${counted(graph.undrawn, 'finding')} had no room or no known path.`
  const tree = pathTree(report)
  const text = html`<div class="tree">
    <p>${moduleName(name, '')}</p>
    <ul>
      ${tree.branches.map(branch)}
      ${tree.loose.map((module) => html`<li>by a path that is not known: ${leaf(module)}</li>`)}
    </ul>
    ${tree.more > 0 ? html`<p>and ${counted(tree.more, 'more finding')}</p>` : ''}
  </div>`
  return html`<section aria-labelledby="graph">
    <div class="sec">
      <h2 id="graph">How they reach you</h2>
      <span
        >${counted(repositories, 'repository')}, ${counted(modules.length, 'module')}; only the
        paths that matter</span
      >
    </div>
    <div class="fig">
      ${drawGraph(graph, bestCut(report, graph))}
      <p class="note wide">
        ${numberText(steps)} of ${counted(modules.length, 'module')} drawn, on the shortest
        paths.${left}
      </p>
      <details class="wide">
        <summary>The same as text</summary>
        ${text}
      </details>
      <div class="narrow">${text}</div>
    </div>
  </section>`
}

function branch({ id, module, branches }: Branch): Html {
  const { name, version } = stepText(id)
  const below =
    branches.length === 0
      ? ''
      : html`<ul>
          ${branches.map(branch)}
        </ul>`
  return html`<li>${module ? leaf(module) : moduleName(name, version)}${below}</li>`
}

function leaf({ path, version, verdict }: ReportModule): Html {
  const kind = verdict.class === 'changed' ? 'changed' : 'lost'
  return html`${marked(kind, meaningOf(verdict.code).word)} ${moduleName(path, version)}`
}
