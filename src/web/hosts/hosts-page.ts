import { bytesText, counted, numberText } from '../../check/report/units.ts'
import type { Tally } from '../../store/facts/host-days.ts'
import { showBlock } from '../block.ts'
import type { Block } from '../block.ts'
import { hostPath } from '../host-name.ts'
import { cut, html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import type { Html } from '../../page/html.ts'
import { section } from '../layout.ts'
import type { Page } from '../layout.ts'
import { pauseEnd } from '../pause-end.ts'
import { perSaved, ratioText } from '../ratio.ts'
import type { SiteFacts } from '../site-facts.ts'
import { marked } from '../../page/symbols.ts'
import { allAsked, sumOf } from '../tallies.ts'
import { timeOf } from '../times.ts'
import { pageOf } from './host-lines.ts'
import type { HostLine } from './host-lines.ts'

/** What the list of hosts is made of. */
export interface HostsPageData {
  readonly lines: Block<readonly HostLine[]>
  /** The host whose followers are shown; absent: from the start. */
  readonly after?: string
  /** Something that was looked for and is no host name. */
  readonly noHost?: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** `/-/hosts`: who is asked how much, and who is unwell. */
export function hostsPage(data: HostsPageData, site: SiteFacts): Page {
  const { noHost } = data
  const body = html`<h1>Hosts</h1>
    ${noHost === undefined ? '' : html`<p class="note">“${cut(noHost, 80)}” is not the name of a host.</p>`}
    ${showBlock(data.lines, (lines) => (lines.length === 0 ? nobody : list(lines, data)))}
    ${site.background ? '' : html`<p class="note">This mirror makes no background looks: it asks only when somebody here does.</p>`}
    <p class="note">
      You run one of them? <a href="robot">Who we are, and how to slow us down or stop us</a>
    </p>`
  return { title: 'Hosts', up: './', at: 'hosts', body }
}

const nobody = html`<p class="lead">Nothing was asked of anybody yet.</p>`

function list(lines: readonly HostLine[], { after, now }: HostsPageData): Html {
  const part = pageOf(lines, after)
  const month = sumOf(lines.map((line) => line.month))
  const all = allAsked(month)
  const needed = month.asked.foreground.requests + month.saved.requests
  const paused = lines.filter(({ standing }) => pauseEnd(standing, now) !== undefined).length
  return html`<p class="lead">
      In 30 days this mirror made <b>${counted(all.requests, 'request')}</b> to
      <b>${counted(lines.length, 'host')}</b>, ${bytesText(all.bytes)} in all. Without it, the same
      builds would have made <b>${numberText(needed)}</b>. ${pausedText(paused)}
    </p>
    ${section('list', 'Asked in 30 days', html`<a href="api/v1/hosts">JSON</a>`, table(part.entries, now))}
    ${part.next === undefined ? '' : html`<p class="note plain"><a href="hosts?after=${hostPath(part.next)}">More hosts</a></p>`}
    ${after === undefined ? '' : html`<p class="note plain"><a href="hosts">From the start</a></p>`}
    <p class="note">
      Somebody asked: a version that we did not hold. Background: is it still there? Floor: the same
      for code nobody asks for any more, rarely. Saved: answered from our copy, so that the host
      never saw it. Background never exceeds saved, by design. Requests that followed a push that a
      host told us of are on its page. Who asked here is never recorded.
    </p>`
}

function pausedText(count: number): Html {
  if (count === 0) return html`None of them keeps us waiting.`
  return html`<b>${counted(count, 'host')}</b> ${count === 1 ? 'keeps' : 'keep'} us waiting.`
}

function table(lines: readonly HostLine[], now: number): Html {
  return html`<div class="tw" tabindex="0" role="group" aria-label="Table of hosts">
    ${stackTable(
      [
        'Host',
        { n: 'Somebody asked' },
        { n: 'Background' },
        { n: 'Floor' },
        { n: 'Saved' },
        { n: 'Bytes' },
        { n: 'Errors' },
        { n: html`Background<br />per saved` },
      ],
      lines.map((line) => row(line, now)),
    )}
  </div>`
}

function row(line: HostLine, now: number): Html {
  const { host, today, month, standing } = line
  return html`<tr>
    <th scope="row">
      <a class="mono" href="hosts/${hostPath(host)}">${cut(host)}</a>${state(line, now)}
    </th>
    ${count('asked', month.asked.foreground, today.asked.foreground)}${count('background', month.asked.background, today.asked.background)}${count('floor', month.asked.floor, today.asked.floor)}${count('saved', month.saved, today.saved)}
    <td class="n" data-l="bytes">
      ${bytesText(allAsked(month).bytes)}<small>${bytesText(allAsked(today).bytes)} today</small>
    </td>
    <td class="n" data-l="errors">
      ${numberText(month.errors)}<small>${numberText(today.errors)} today</small>
    </td>
    <td class="n" data-l="per saved">
      ${standing === undefined ? 'unknown' : ratioText(perSaved(standing))}
    </td>
  </tr> `
}

function count(label: string, month: Tally, today: Tally): Html {
  return html`<td class="n" data-l="${label}">
    ${numberText(month.requests)}<small>${numberText(today.requests)} today</small>
  </td>`
}

function state({ standing }: HostLine, now: number): Html | undefined {
  const until = pauseEnd(standing, now)
  if (until !== undefined) {
    const why = cut(standing?.lastPause?.why ?? '', 40)
    return html`<small
      >${marked('undetermined', 'Waiting')} ${why === '' ? '' : `after ${why}, `}until
      ${timeOf(until, now)}</small
    >`
  }
  if (standing?.robots.optedOut === true) return html`<small>asks us not to look</small>`
  return undefined
}
