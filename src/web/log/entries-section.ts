import { numberText } from '../../check/report/units.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import type { LogRecord } from '../../store/log/log-record.ts'
import { section } from '../layout.ts'
import { timeOf } from '../times.ts'
import type { LogFacts, OwnLogFacts } from './read-log.ts'

/** A part of the entries of our log, the newest first, and how to get to another one. */
export function entriesSection(
  { source, next }: OwnLogFacts,
  rows: readonly LogRecord[],
  {
    before,
    missed,
    now,
  }: Pick<LogFacts, 'before'> & {
    readonly missed: string | undefined
    readonly now: number
  },
): Html {
  const none = before === undefined ? 'Nothing is logged yet.' : 'There are no more.'
  const list =
    rows.length === 0
      ? html`<p class="note plain">${none} A version enters when a client first looks it up.</p>`
      : table(rows, now)
  const first = html`<p class="note plain"><a href="log">From the newest</a></p>`
  return html`${section('entries', 'Entries', html`<a href="../sumdb/${cut(source.name)}/checkpoint">Checkpoint</a>`, html`${before === undefined ? findForm(missed) : ''}${list}`)}
  ${next === undefined ? '' : html`<p class="note plain"><a href="log?before=${next}">Earlier ones</a></p>`}
  ${before === undefined ? '' : first}`
}

/** To get to the entry of a version. */
function findForm(missed: string | undefined): Html {
  return html`<form class="ask" action="log" method="get">
      <label
        >The entry of<input
          name="module"
          value="${cut(missed ?? '', 1000)}"
          maxlength="1000"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          placeholder="corp.example/x@v1.0.0, or a line of go.sum" /></label
      ><button type="submit">Find</button>
    </form>
    ${missed === undefined ? '' : html`<p class="note plain">“${cut(missed, 200)}” is not logged.</p>`}`
}

function table(rows: readonly LogRecord[], now: number): Html {
  return stackTable(
    ['Entry', 'UTC', 'Module', 'Version'],
    rows.map(
      ({ number, addedAt, path, version }) =>
        html`<tr>
          <td class="mono"><a href="log/${number}">${numberText(number)}</a></td>
          <td class="mono">${timeOf(addedAt, now, 'second')}</td>
          <td class="mono">${cut(path, 300)}</td>
          <td class="mono">${cut(version, 300)}</td>
        </tr> `,
    ),
  )
}
