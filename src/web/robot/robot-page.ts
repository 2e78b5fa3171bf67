import { contactLink } from '../contact-link.ts'
import { cut, html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import { section } from '../layout.ts'
import type { Page } from '../layout.ts'
import type { SiteFacts } from '../site-facts.ts'
import { hooksText } from './hooks-text.ts'
import { robotsText } from './robots-text.ts'
import { whatWeAsk } from './what-we-ask.ts'

/** `/-/robot`: who we are, and how to slow us down or stop us. Needs no data, so it is there when all else is down. */
export function robotPage(site: SiteFacts): Page {
  return { title: 'You run a forge?', up: './', at: 'robot', body: robotBody(site, './') }
}

/** `/-/hosts/{host}` of a host that was never asked. */
export function strangerPage(host: string, site: SiteFacts): Page {
  const body = html`<nav class="crumb" aria-label="Path"><a href="../hosts">All hosts</a></nav>
    <p class="lead">
      <b>Nothing was asked of this host in ${site.retentionDays} days</b>:
      <span class="mono">${cut(host, 260)}</span>
    </p>
    ${robotBody(site, '../')}`
  return { title: 'Nothing was asked of this host', up: '../', at: 'hosts', body }
}

function robotBody(site: SiteFacts, up: string): Html {
  return html`<h1>You run a forge?</h1>
    <p class="lead">
      This is a mirror of Go modules: it reads them from the repositories they live in, keeps them,
      and looks now and then whether they are still there.
      <b>Everything it asked of you is on one page</b>, and your robots.txt decides how often it
      looks.
    </p>
    <form class="ask" action="${up}hosts" method="get">
      <label
        >Your host<input
          name="host"
          required
          maxlength="260"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          placeholder="git.example.org" /></label
      ><button>Show what was asked</button>
    </form>
    <div class="cols">
      <div class="text">
        ${section('limit', 'Slow us down, or stop us', '', robotsText(site))}
        ${section('push', 'Tell us instead', '', hooksText(site, up))}
        ${section('ask', 'What is asked, and why', '', whatWeAsk(site))}
      </div>
      <aside aria-label="Who we are">${section('who', 'Who we are', '', who(site))}</aside>
    </div>`
}

function who(site: SiteFacts): Html {
  const from =
    site.addresses.length === 0
      ? 'not published'
      : html`${site.addresses.map((address) => html`<span class="mono">${cut(address, 60)}</span>`)}`
  return html`<dl class="kv">
      <dt>this mirror</dt>
      <dd class="mono">${cut(site.url)}</dd>
      <dt>a person</dt>
      <dd>${contactLink(site)}</dd>
      <dt>our addresses</dt>
      <dd>${from}</dd>
      <dt>program</dt>
      <dd>Headwater ${site.version}</dd>
    </dl>
    <p class="note">In your log we are always</p>
    <pre class="paste">${cut(site.userAgent, 500)}</pre>`
}
