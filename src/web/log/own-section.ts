import { numberText } from '../../check/report/units.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { marked } from '../../page/symbols.ts'
import { formatHash } from '../../tlog/hash.ts'
import { showBlock } from '../block.ts'
import { section } from '../layout.ts'
import { textLines } from '../text-lines.ts'
import { durationText, timeOf } from '../times.ts'
import { entriesSection } from './entries-section.ts'
import type { LogFacts, OwnLogFacts, OwnTree } from './read-log.ts'
import { witnessRows } from './witness-rows.ts'

/** Our own log, or how to have one. @param now milliseconds since the epoch */
export function ownSection({ own, before, missed }: LogFacts, now: number): Html {
  if (own === undefined) return noLog
  const { source, tree } = own
  const body = html`${'missing' in tree ? html`<p class="note plain">${marked('lost', 'Stopped')}</p>` : ''}${showBlock(
      tree,
      (value) => standing(own, value, now),
    )}
    <dl class="kv">
      <dt>Key</dt>
      <dd class="mono">${cut(source.key, 500)}</dd>
    </dl>
    <p class="note plain">What clients set:</p>
    <pre class="paste">go env -w ${cut(source.settings, 500)}</pre>`
  return html`${section('own', cut(source.name), 'our own', body)}
  ${'value' in tree ? entriesSection(own, tree.value.entries, { before, missed, now }) : ''}`
}

function standing({ counts }: OwnLogFacts, tree: OwnTree, now: number): Html {
  const { head, headAt, unsigned } = tree
  const waiting = counts.waiting + unsigned
  return html`<dl class="four">
      <div>
        <dt>Entries</dt>
        <dd>${numberText(head.size)}<small>each for ever</small></dd>
      </div>
      <div>
        <dt>Signed</dt>
        <dd>${head.signedAt === undefined ? 'not known' : age(head.signedAt, now)}</dd>
      </div>
      <div>
        <dt>Guard</dt>
        <dd>
          ${marked('ok', 'As published')}<small>the database has what was published last</small>
        </dd>
      </div>
      <div>
        <dt>Waiting, refused</dt>
        <dd>
          ${numberText(waiting)}, ${numberText(counts.refused)}<small
            >${unsigned === 0 ? 'refused since the start' : html`${numberText(unsigned)} without a signature`}</small
          >
        </dd>
      </div>
    </dl>
    <dl class="kv">
      <dt>Root</dt>
      <dd class="mono">${formatHash(head.root)}</dd>
      <dt>Last entry</dt>
      <dd>${headAt === undefined ? 'none yet' : timeOf(headAt, now, 'second')}</dd>
      ${witnessRows(tree, now)}
    </dl>
    <details>
      <summary>The signed checkpoint</summary>
      <pre class="paste">${textLines(head.checkpoint)}</pre>
    </details>`
}

/** How long ago something was, and when. */
function age(at: number, now: number): Html {
  return html`${durationText(Math.max(now - at, 0))} ago<small>${timeOf(at, now, 'second')}</small>`
}

const noLog = section(
  'own',
  'No log of our own',
  '',
  html`<p class="note plain">
      With one, private modules are checked like public ones, and clients set nothing but its key.
      Whoever runs this mirror makes it once:
    </p>
    <pre class="paste">headwater sumdb init --name sum.corp.example</pre>`,
)
