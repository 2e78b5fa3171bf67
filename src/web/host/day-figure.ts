import { counted, numberText } from '../../check/report/units.ts'
import type { HostStanding } from '../../outbound/standing.ts'
import { dayOf } from '../../store/facts/day.ts'
import type { HostDay } from '../../store/facts/host-days.ts'
import { cut, html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import type { Html } from '../../page/html.ts'
import { allAsked, sumOf } from '../tallies.ts'
import { dayText } from '../times.ts'
import { bars, slot } from './day-bars.ts'
import type { Frame } from './day-bars.ts'

const wide: Frame = { left: 46, right: 1072, top: 32, bottom: 132, names: 154, nameEvery: 7 }
const narrow: Frame = { left: 40, right: 320, top: 13, bottom: 92, names: 110, nameEvery: 30 }

/**
 * Requests per day as bars, drawn twice: wide, and narrow for phones; then the same as a table.
 *
 * @param pause the last time the host made us wait, which is marked where it falls on one of the days
 */
export function dayFigure(
  host: string,
  days: readonly HostDay[],
  pause: HostStanding['lastPause'],
): Html {
  return html`<figure class="fig">
      <svg class="wide" viewBox="0 0 1072 170" role="img" aria-labelledby="fig-t fig-d">
        <title id="fig-t">Requests to ${cut(host, 80)} per day, last 30 days</title>
        <desc id="fig-d">${description(days, pause)}</desc>
        ${bars(days, wide)}${mark(days, pause)}
      </svg>
      <svg class="narrow" viewBox="0 0 320 118" aria-hidden="true">${bars(days, narrow)}</svg>
      <figcaption>
        <span
          ><svg viewBox="0 0 26 12" aria-hidden="true">
            <rect class="bar" width="26" height="12" /></svg
          >somebody here asked</span
        ><span
          ><svg viewBox="0 0 26 12" aria-hidden="true">
            <rect x=".5" y=".5" width="25" height="11" class="hatched" fill="url(#h-bg)" /></svg
          >background look</span
        ><span
          ><svg viewBox="0 0 26 12" aria-hidden="true">
            <rect x=".5" y=".5" width="25" height="11" class="hollow" /></svg
          >floor, or you told us of a push</span
        >
      </figcaption>
    </figure>
    <details>
      <summary>The same as a table</summary>
      ${table(days)}
    </details>`
}

function description(days: readonly HostDay[], pause: HostStanding['lastPause']): string {
  const { asked } = sumOf(days)
  const most = Math.max(0, ...days.map((day) => allAsked(day).requests))
  const others = asked.floor.requests + asked.push.requests
  const waited =
    markedDay(days, pause) === -1
      ? ''
      : ` They made us wait on ${dayText(dayOf(pause?.at ?? 0))}: ${cut(pause?.why ?? '', 40)}.`
  return `${numberText(asked.foreground.requests)} because somebody here asked, ${counted(asked.background.requests, 'background look')}, ${numberText(others)} others; never more than ${numberText(most)} a day.${waited}`
}

function markedDay(days: readonly HostDay[], pause: HostStanding['lastPause']): number {
  if (pause === undefined) return -1
  const name = dayOf(pause.at)
  return days.findIndex(({ day }) => day === name)
}

function mark(days: readonly HostDay[], pause: HostStanding['lastPause']): Html | string {
  const index = markedDay(days, pause)
  if (pause === undefined || index === -1) return ''
  const { x, width } = slot(wide, days.length, index)
  const middle = Math.round(x + width / 2)
  const text = Math.min(Math.max(middle, 100), 1000)
  return html`<text class="s" x="${text}" y="14" text-anchor="middle"
      >${cut(pause.why, 20)}, waited</text
    ><path class="tick" d="M${middle} 19V28" />`
}

function table(days: readonly HostDay[]): Html {
  const rows = days.map(
    ({ day, asked, saved }) =>
      html`<tr>
        <th scope="row">${dayText(day)}</th>
        <td class="n" data-l="asked">${numberText(asked.foreground.requests)}</td>
        <td class="n" data-l="background">${numberText(asked.background.requests)}</td>
        <td class="n" data-l="floor">${numberText(asked.floor.requests)}</td>
        <td class="n" data-l="push">${numberText(asked.push.requests)}</td>
        <td class="n" data-l="saved">${numberText(saved.requests)}</td>
      </tr> `,
  )
  return stackTable(
    [
      'Day',
      { n: 'Somebody asked' },
      { n: 'Background' },
      { n: 'Floor' },
      { n: 'Push' },
      { n: 'Saved' },
    ],
    rows,
  )
}
