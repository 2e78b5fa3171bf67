import { html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import { contactLink } from '../contact-link.ts'
import type { SiteFacts } from '../site-facts.ts'

/** What who runs a host can do about us, without asking anybody. @param up the way to `/-/` */
export function runThisHost(site: SiteFacts, up: string): Html {
  return html`<p class="note">
      Slow us down or stop background looks, no mail needed. Read again within 24 h.
    </p>
    <pre class="paste">
User-agent: headwater
Crawl-delay: 60
# or
Disallow: /</pre>
    <p class="note">
      After <code>Disallow</code> we ask only when somebody here does. What we hold is then shown as
      not verified, at your request; never as fine.
    </p>
    <p class="note plain">
      <a href="${up}robot#push">Push instead of polling</a>: with a webhook we hear of news at once,
      from you.
    </p>
    <p class="note plain">A person: ${contactLink(site)} · <a href="${up}robot">who we are</a></p>`
}
