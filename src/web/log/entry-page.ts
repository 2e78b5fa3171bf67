import { numberText } from '../../check/report/units.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import { formatHash } from '../../tlog/hash.ts'
import type { ProvableEntry } from '../../sumdb/log/log-view.ts'
import { showBlock, type Block } from '../block.ts'
import { section, type Page } from '../layout.ts'
import type { OwnLogSource } from '../log-source.ts'
import type { SiteFacts } from '../site-facts.ts'
import { timeOf } from '../times.ts'
import { proofFile, wayRows } from './entry-way.ts'

/** `/-/log/{n}`: an entry, what proves it, and how to verify that offline. @param now milliseconds since the epoch */
export function entryPage(
  { name, key }: Pick<OwnLogSource, 'name' | 'key'>,
  number: number,
  entry: Block<ProvableEntry>,
  { site, now }: { readonly site: SiteFacts; readonly now: number },
): Page {
  const body = html`<p class="crumb"><a href="../log">Checksum log</a> of ${cut(name)}</p>
    <h1>Entry ${numberText(number)}</h1>
    ${showBlock(entry, (value) => html`${record(value, now)} ${proof(value)} ${verify(value, { name, key, site })}`)}`
  return { title: `Entry ${number}`, up: '../', at: 'log', body }
}

/** Where the log has no such entry. @param size of the log; undefined where there is none, or it cannot be read */
export function noEntryPage(typed: string, size: number | undefined): Page {
  const body = html`<p class="crumb"><a href="../log">Checksum log</a></p>
    <h1>There is no such entry</h1>
    <p class="lead">${reason(typed, size)}</p>`
  return { title: 'No entry', up: '../', at: 'log', body }
}

function reason(typed: string, size: number | undefined): string {
  if (size === undefined) return 'This mirror has no checksum log of its own that can be read.'
  if (size === 0) return 'Nothing is logged yet.'
  return `The log has no entry ${cut(typed, 80)}: those that it has are 0 to ${size - 1}.`
}

function record({ record }: ProvableEntry, now: number): Html {
  const { path, version, zip, goMod, addedAt, attestation } = record
  const others = attestation
    ? html`${cut(attestation.log)}, which had the same in a tree of ${numberText(attestation.size)}`
    : 'nobody else: what this mirror first served'
  return html`<p class="title">${cut(path, 300)}@${cut(version, 300)}</p>
    <dl class="kv">
      <dt>Module</dt>
      <dd class="mono">${cut(zip)}</dd>
      <dt>go.mod</dt>
      <dd class="mono">${cut(goMod)}</dd>
      <dt>Added</dt>
      <dd>${timeOf(addedAt, now, 'second')} UTC</dd>
      <dt>Vouched for by</dt>
      <dd>${others}</dd>
    </dl>`
}

function proof(entry: ProvableEntry): Html {
  const { head, leaf } = entry
  return section(
    'way',
    'Its way to the root',
    `${entry.way.length} ${entry.way.length === 1 ? 'hash' : 'hashes'} in a tree of ${numberText(head.size)}`,
    html`<p class="note plain">
        The hash of the entry, joined with each of these in turn, makes the root that the log has
        signed.
      </p>
      ${stackTable(
        ['Joined with', 'Side', 'Hash'],
        html`<tr>
            <th scope="row">the entry itself</th>
            <td></td>
            <td class="mono">${formatHash(leaf)}</td>
          </tr>
          ${wayRows(entry).map(
            ({ entries, side, hash }) =>
              html`<tr>
                <th scope="row">${entries}</th>
                <td>${side}</td>
                <td class="mono">${hash}</td>
              </tr> `,
          )}
          <tr>
            <th scope="row">makes the root</th>
            <td></td>
            <td class="mono">${formatHash(head.root)}</td>
          </tr>`,
      )}`,
  )
}

function verify(
  { record: { path, version } }: ProvableEntry,
  { name, key, site }: { readonly name: string; readonly key: string; readonly site: SiteFacts },
): Html {
  const file = proofFile(path, version)
  const place = `sumdb/${cut(name)}/proof/${escapePath(path)}@${escapeVersion(version)}`
  return section(
    'verify',
    'Verify it offline',
    html`<a href="../../${place}">Proof</a>`,
    html`<p class="note plain">
        The file holds the entry, this way, and the signed checkpoint. It proves the entry to
        whoever has the key of the log, and nobody is asked:
      </p>
      <pre class="paste">
curl -fo ${file} '${cut(site.url)}/${place}'
headwater sumdb verify --key ${cut(key, 500)} ${file}</pre>`,
  )
}
