import { numberText } from '../../check/report/units.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { marked } from '../../page/symbols.ts'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'
import { formatHash } from '../../tlog/hash.ts'
import { showBlock, type Block } from '../block.ts'
import { section } from '../layout.ts'
import { textLines } from '../text-lines.ts'
import { durationText, timeOf } from '../times.ts'
import { agreementOf, agreementWords } from './agreement.ts'

/** The checksum databases of others that are passed on, those in trouble included. @param now milliseconds since the epoch */
export function othersSection(others: Block<readonly RelayStanding[]>, now: number): Html {
  const body = showBlock(others, (known) =>
    known.length === 0
      ? html`<p class="note plain">None are passed on here: clients ask them themselves.</p>`
      : html`${known.map((one, i) => database(one, i, now))}`,
  )
  return section('others', 'Databases of others', 'verified before they are passed on', body)
}

function database(standing: RelayStanding, i: number, now: number): Html {
  const { name, key, head } = standing
  const { mark, word, means } = agreementWords[agreementOf(standing, now)]
  return html`<h3 id="other-${i}">${cut(name)}</h3>
    <p class="note plain">${marked(mark, word)}: ${means}.</p>
    <dl class="kv">
      <dt>Entries</dt>
      <dd>${head === undefined ? 'not known yet' : numberText(head.size)}</dd>
      <dt>Compared</dt>
      <dd>${compared(standing, now)}</dd>
      ${
        head === undefined
          ? ''
          : html`<dt>Root</dt>
              <dd class="mono">${formatHash(head.root)}</dd>`
      }
      <dt>Key</dt>
      <dd class="mono">${cut(key, 300)}</dd>
    </dl>
    ${forks(standing, now)}`
}

function compared({ comparedAt, trouble }: RelayStanding, now: number): Html {
  const last =
    comparedAt === undefined
      ? html`never`
      : html`${timeOf(comparedAt, now, 'second')} (${durationText(Math.max(now - comparedAt, 0))}
        ago)`
  if (trouble === undefined) return last
  const since = comparedAt === undefined ? html`never compared` : html`not compared since ${last}`
  return html`${since}, last tried ${timeOf(trouble.at, now, 'second')}`
}

function forks({ name, forks }: RelayStanding, now: number): Html | string {
  if (forks.length === 0) return ''
  return html`${forks.slice(0, 5).map(
      ({ foundAt, thawedAt, evidence }) =>
        html`<details>
          <summary>
            Found with two histories on ${timeOf(foundAt, now)},
            ${thawedAt === undefined ? 'frozen since' : html`passed on again since ${timeOf(thawedAt, now)}`}:
            the proof
          </summary>
          <pre class="paste">${textLines(evidence)}</pre>
        </details>`,
    )}
    <p class="note">
      Whoever has the key can verify the proof. Whoever runs this mirror prints it with
      <code>headwater sumdb forks</code>, and ends a freeze with
      <code>headwater sumdb thaw ${cut(name)}</code>.
    </p>`
}
