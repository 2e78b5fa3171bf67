import { cut, html, type Html } from '../../../page/html.ts'
import { stackTable } from '../../../page/table.ts'
import { marked } from '../../../page/symbols.ts'
import type { Report, ReportModule } from '../report.ts'
import { counted, numberText } from '../units.ts'
import { acceptedText } from '../words/accepted.ts'
import { sawTexts } from '../words/saw.ts'
import { moduleName } from './module-name.ts'

/** More are not listed here. */
const most = 200

/** What builds today, but leans on something; nothing where there is none. */
export function fragileTable({ modules, at }: Report): Html | string {
  const fragile = modules.filter(({ verdict }) => verdict.class === 'fragile')
  if (fragile.length === 0) return ''
  const more = fragile.length - most
  const lean = fragile.length === 1 ? 'builds today, but leans' : 'build today, but lean'
  return html`<section aria-labelledby="fragile">
    <div class="sec">
      <h2 id="fragile">Fragile</h2>
      <span>${counted(fragile.length, 'module')}; ${lean} on something</span>
    </div>
    ${stackTable(
      ['Verdict', 'Module', 'Seen'],
      fragile.slice(0, most).map((module) => row(module, at)),
    )}
    ${more > 0 ? html`<p class="note">and ${numberText(more)} more, in the list of all modules</p>` : ''}
  </section>`
}

function row(module: ReportModule, now: string): Html {
  const { verdict, path, version, accepted } = module
  const saw = sawTexts(module, { now, modules: 1 }).at(-1) ?? ''
  return html`<tr>
    <td>${marked('fragile', verdict.code)}</td>
    <td>${moduleName(path, version)}</td>
    <td>
      ${cut(saw, 500)}${accepted === null ? '' : `; accepted ${cut(acceptedText(accepted), 300)}`}
    </td>
  </tr> `
}
