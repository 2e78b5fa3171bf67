import { html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import type { SiteFacts } from '../site-facts.ts'
import { contactLink } from '../contact-link.ts'

/** The lines for a robots.txt (RFC 9309) that we obey, and what each does. */
export function robotsText(site: SiteFacts): Html {
  return html`<p>
      Put lines like these into the robots.txt at the root of your host. No mail is needed. We read
      it once a day, so they work within 24 h.
    </p>
    <h3>Slow down</h3>
    <pre class="paste">
User-agent: headwater
Crawl-delay: 60</pre>
    <p>At least 60 seconds between two background looks at any of your repositories.</p>
    <h3>Stop looking at one path</h3>
    <pre class="paste">
User-agent: headwater
Disallow: /some-owner/</pre>
    <p>
      No background look at what begins with that path. The longest line that matches decides, so
      <code>Allow</code> may make an exception.
    </p>
    <h3>Opt out altogether</h3>
    <pre class="paste">
User-agent: headwater
Disallow: /</pre>
    <p>No background looks at all. What that does:</p>
    <ul>
      <li>
        Versions held here are shown as <code>opted-out</code>: not verified, at your request. Never
        as fine, and never as lost.
      </li>
      <li>
        A person's own request goes on: when somebody here asks for a version that we do not hold,
        we fetch it once, as their <code>go</code> command would have, at a limited rate.
      </li>
      <li>What we hold goes on being served, so you are not asked for it again.</li>
    </ul>
    <p>
      Lines for <code>User-agent: *</code> hold too, unless there are some for
      <code>headwater</code>. A robots.txt that is not there (4xx) allows all; one that cannot be
      had (5xx, or no answer) counts as “do not look”.
    </p>
    <h3>At once</h3>
    <p>
      Answer 429 or 503, with <code>Retry-After</code> as seconds or as a date: nobody here asks you
      before then, people's own requests included. Without it we wait by ourselves, longer each
      time. Or write to a person: ${contactLink(site)}.
    </p>`
}
