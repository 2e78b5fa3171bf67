import { bytesText, counted, numberText } from '../../check/report/units.ts'
import type { HostStanding } from '../../outbound/standing.ts'
import type { HostDay } from '../../store/facts/host-days.ts'
import { showBlock, valueOr } from '../block.ts'
import type { Block } from '../block.ts'
import { hostPath } from '../host-name.ts'
import { cut, html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import { section } from '../layout.ts'
import type { Page } from '../layout.ts'
import { perSaved, ratioText } from '../ratio.ts'
import type { SiteFacts } from '../site-facts.ts'
import { allAsked, sumOf } from '../tallies.ts'
import { oftenText } from '../times.ts'
import { dayFigure } from './day-figure.ts'
import { obeyList } from './obey-list.ts'
import type { HeldRepositories, HostFacts } from './read-host.ts'
import { repositoriesTable } from './repositories-table.ts'
import { requestsTable } from './requests-table.ts'
import { runThisHost } from './run-this-host.ts'

/** `/-/hosts/{host}`: how much was asked of it, why, and how its owner stops that. @param now milliseconds since the epoch */
export function hostPage(facts: HostFacts, site: SiteFacts, now: number): Page {
  const { host, days, requests, repositories, standing } = facts
  const path = hostPath(host)
  const links = html`<a href="${path}.csv">CSV</a> · <a href="../api/v1/hosts/${path}">JSON</a>`
  const kept = `kept ${site.retentionDays} days; who asked here is never recorded`
  const pause = valueOr(standing, undefined)?.lastPause
  const body = html`<nav class="crumb" aria-label="Path"><a href="../hosts">All hosts</a></nav>
    <h1 class="title">${cut(host)}</h1>
    ${showBlock(days, (list) => html`${lead(list)}${numbers(list, standing, site)}`)}
    ${section(
      'days',
      'Requests per day',
      links,
      showBlock(days, (list) => dayFigure(host, list, pause)),
    )}
    <div class="cols">
      <div>
        ${section(
          'requests',
          'Last requests',
          kept,
          showBlock(requests, (page) => requestsTable(page, site, now)),
        )}
        ${section(
          'repositories',
          'Repositories',
          'missing' in repositories ? '' : repositoriesText(repositories.value),
          showBlock(repositories, (list) => repositoriesTable(list, site, now)),
        )}
      </div>
      <aside aria-label="For who runs this host">
        ${section(
          'obey',
          'What we obey here',
          '',
          showBlock(standing, (found) => obeyList(found, site, now)),
        )}
        ${section('yours', 'You run this host?', '', runThisHost(site, '../'))}
      </aside>
    </div>`
  return { title: `${cut(host)}: 30 days of requests`, up: '../', at: 'hosts', body }
}

function lead(days: readonly HostDay[]): Html {
  const sum = sumOf(days)
  const { requests, bytes } = allAsked(sum)
  const needed = sum.asked.foreground.requests + sum.saved.requests
  return html`<p class="lead">
    In 30 days this mirror made <b>${counted(requests, 'request')}</b>, ${bytesText(bytes)} in all.
    Without it, the same builds would have made <b>${numberText(needed)}</b>.
  </p>`
}

function numbers(
  days: readonly HostDay[],
  standing: Block<HostStanding | undefined>,
  site: SiteFacts,
): Html {
  const { asked, saved, rules } = sumOf(days)
  const ratio = showRatio(valueOr(standing, undefined))
  return html`<dl class="four">
      <div>
        <dt>Somebody here asked</dt>
        <dd>
          ${counted(asked.foreground.requests, 'request')}<small>a version we did not hold</small>
        </dd>
      </div>
      <div>
        <dt>Background looks</dt>
        <dd>${counted(asked.background.requests, 'request')}<small>is it still there?</small></dd>
      </div>
      <div>
        <dt>Answered from our copy</dt>
        <dd>${counted(saved.requests, 'request')}<small>you never saw these</small></dd>
      </div>
      <div>
        <dt>Background per saved</dt>
        <dd>${ratio}</dd>
      </div>
    </dl>
    <p class="note">
      Apart from these: ${counted(asked.floor.requests, 'request')} for code nobody asks for any
      more
      (${site.floorDays === 0 ? 'now switched off' : `at most ${oftenText(site.floorDays)} for each repository`}),
      ${numberText(asked.push.requests)} because you told us of a push.
      ${counted(rules.requests, 'request')} of all ${rules.requests === 1 ? 'was' : 'were'} for
      robots.txt.
    </p>`
}

function showRatio(standing: HostStanding | undefined): Html {
  if (standing === undefined) return html`unknown<small>never above 1, by design</small>`
  const ratio = perSaved(standing)
  const claim = ratio > 1 ? 'above 1: a fault of ours' : 'never above 1, by design'
  return html`${ratioText(ratio)}<small>since we first asked; ${claim}</small>`
}

function repositoriesText({ entries, isMore }: HeldRepositories): string {
  const held = entries.reduce((sum, entry) => sum + entry.held, 0)
  return `${isMore ? 'the first ' : ''}${numberText(entries.length)}, with ${counted(held, 'version')} held`
}
