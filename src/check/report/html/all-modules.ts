import { cut, html, type Html } from '../../../page/html.ts'
import { stackTable } from '../../../page/table.ts'
import { marked } from '../../../page/symbols.ts'
import { loudestFirst } from '../loudness.ts'
import type { Report, ReportModule } from '../report.ts'
import { counted, numberText } from '../units.ts'
import { moduleName } from './module-name.ts'

/** Rows; more would make a page that no browser likes. */
const most = 2000
/** Names in one cell. */
const mostNames = 3

/** A row for each module, loudest first, closed at first; beyond 2,000 it says where the rest is. */
export function allModules({ modules }: Report): Html {
  const more = modules.length - most
  const rest =
    more > 0
      ? html`<p class="note">
          The other ${numberText(more)} are in the JSON report:
          <code>headwater check -o json=report.json</code>
        </p>`
      : ''
  return html`<details id="all">
    <summary>All ${counted(modules.length, 'module')}</summary>
    ${modules.length === 0 ? '' : stackTable(headings, modules.toSorted(loudestFirst).slice(0, most).map(row))}
    ${rest}
  </details>`
}

const headings = [
  'Verdict',
  'Module',
  'Origin',
  'Commit',
  'Hash upstream',
  'Needed for',
  'Required by',
]

function row(module: ReportModule): Html {
  const { verdict, path, version, origin, sum, scope, requiredBy } = module
  const hash = sum.upstream ?? sum.goMod.upstream
  const more = requiredBy.length - mostNames
  return html`<tr>
    <td>${marked(verdict.class, verdict.code)}</td>
    <td>${moduleName(path, version)}</td>
    <td>${origin?.url == null ? '' : cut(origin.url)}</td>
    <td>${origin?.hash == null ? '' : html`<code>${origin.hash.slice(0, 7)}</code>`}</td>
    <td>${hash === null ? '' : html`<code>${cut(hash, 60)}</code>`}</td>
    <td>${scope === 'build' ? 'the build' : 'the graph'}</td>
    <td>
      ${requiredBy.slice(0, mostNames).map((name) => `${cut(name)} `)}${more > 0 ? `and ${numberText(more)} more` : ''}
    </td>
  </tr> `
}
