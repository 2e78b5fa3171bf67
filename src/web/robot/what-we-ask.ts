import { html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import type { SiteFacts } from '../site-facts.ts'
import { oftenText } from '../times.ts'

/** What is asked of a host, on whose account, and within which bounds. */
export function whatWeAsk(site: SiteFacts): Html {
  return html`<ul>
      <li>
        <b>Somebody here asked</b> for a version that we do not hold: the refs of its repository,
        once for everybody who waits, then one commit without its history. Never a full clone where
        your server can do less.
      </li>
      ${site.background ? background(site) : off}
      <li><b>Rules</b>: your robots.txt, once a day, before any background look.</li>
      <li>
        Nothing is asked that no module somebody asked for has led to. Links are not followed, and
        nothing is searched.
      </li>
    </ul>
    <p>
      Every request is on the page of its host, with its time, reason, answer and bytes, for
      ${site.retentionDays} days. Who asked here is never recorded.
    </p>`
}

const off = html`<li><b>Background looks</b> are switched off on this mirror.</li>`

function background({ floorDays }: SiteFacts): Html {
  const floor =
    floorDays === 0
      ? html`Code that nobody asks for any more is not looked at.`
      : html`Code that nobody asks for any more is looked at ${oftenText(floorDays)} at most, and
        counted apart.`
  return html`<li>
      <b>Background looks</b>: does each tag still name the same commit? One ref advertisement for
      each repository. A look must first be earned: there are never more of them than requests that
      our copy has spared you, in number and in bytes. One connection at a time. ${floor}
    </li>
    <li><b>You told us of a push</b>: the refs of that repository.</li>`
}
