import { numberText } from '../../check/report/units.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { marked } from '../../page/symbols.ts'
import type { FailureCode } from '../../failure.ts'
import type { SourceStanding } from '../../sumdb/relay/compare-sources.ts'
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
      ${standing.sources.map((source) => sourceRow(source, now))}
      <dt>Key</dt>
      <dd class="mono">${cut(key, 300)}</dd>
    </dl>
    ${doubts(standing, now)} ${forks(standing, now)}`
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

function sourceRow({ url, comparedAt, trouble }: SourceStanding, now: number): Html {
  const word = trouble === undefined ? undefined : sourceWords[trouble.code]
  const state =
    trouble !== undefined
      ? html`${word ?? 'could not be asked'} ${timeOf(trouble.at, now, 'second')}`
      : comparedAt === undefined
        ? 'not compared yet'
        : html`compared ${timeOf(comparedAt, now, 'second')}`
  return html`<dt>At</dt>
    <dd>${cut(url)}: ${state}</dd>`
}

const sourceWords: Partial<Record<FailureCode, string>> = {
  mismatch: 'gave a head that is not believed',
  'not-found': 'had no head',
}

function doubts({ name, doubts }: RelayStanding, now: number): Html | string {
  if (doubts.length === 0) return ''
  return html`${doubts.slice(0, 5).map(
      ({ seenAt, note, known, why }) =>
        html`<details>
          <summary>A head in doubt since ${timeOf(seenAt, now)}: what was signed</summary>
          <pre class="paste">${textLines(`${why}\n\n${note}`)}</pre>
          ${
            known === undefined
              ? ''
              : html`<p class="note">It was held against:</p>
                  <pre class="paste">${textLines(known)}</pre>`
          }
        </details>`,
    )}
    <p class="note">
      Nothing is proved, and nothing is frozen. Such a head is held against the database again every
      ten minutes in which that is asked, and is in no doubt once it fits. If it stays, whoever runs
      this mirror keeps what
      <code>headwater sumdb forks</code> prints, has the database read at another place
      (<code>urls</code>), and ends the alarm with <code>headwater sumdb thaw ${cut(name)}</code>.
    </p>`
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
