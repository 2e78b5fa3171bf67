import { numberText } from '../../check/report/units.ts'
import type { HostStanding, RobotsStanding } from '../../outbound/standing.ts'
import { cut, html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import { pauseEnd } from '../pause-end.ts'
import type { SiteFacts } from '../site-facts.ts'
import { durationText, timeOf } from '../times.ts'

/** How we deal with a host at the moment, as a list. @param now milliseconds since the epoch */
export function obeyList(standing: HostStanding | undefined, site: SiteFacts, now: number): Html {
  if (standing === undefined) return html`<p class="note">Nothing yet: we have not asked.</p>`
  const { robots, connections, interval, lastPause } = standing
  const until = pauseEnd(standing, now)
  const pairs: (readonly [string, Html | string])[] = [
    ['robots.txt', readText(robots, now)],
    ['applies to us', linesText(robots)],
    ...(robots.optedOut ? [['background looks', 'none, as you ask'] as const] : []),
    ...(site.background ? [] : [['background looks', 'none: switched off here'] as const]),
    ['connections', numberText(connections)],
    ['between looks', `${durationText(interval)} or more`],
    ['last pause', pauseText(lastPause, now)],
    ...(until === undefined ? [] : [['we ask again', timeOf(until, now)] as const]),
    ['ceiling', 'as many looks as saved'],
  ]
  return html`<dl class="kv">
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

function readText({ readAt, result }: RobotsStanding, now: number): Html {
  if (readAt === undefined || result === 'unread') return html`not read yet: no look was due`
  const when = timeOf(readAt, now)
  if (result === 'unreachable') return html`could not be had, ${when}; so we do not look`
  return result === 'none' ? html`none, ${when}` : html`read ${when}`
}

function linesText({ lines }: RobotsStanding): Html | string {
  if (lines.length === 0) return 'nothing'
  return html`${lines.slice(0, 50).map((line) => html`<span class="mono">${cut(line)}</span>`)}`
}

function pauseText(pause: HostStanding['lastPause'], now: number): Html | string {
  if (pause === undefined) return 'never'
  return html`${cut(pause.why, 40)}, ${timeOf(pause.at, now)}, for ${durationText(pause.millis)}`
}
