import { cut, html } from '../../page/html.ts'
import type { Html } from '../../page/html.ts'
import type { SiteFacts } from '../site-facts.ts'

const forges = [
  ['GitHub', 'github'],
  ['GitLab', 'gitlab'],
  ['Gitea, Forgejo', 'gitea'],
  ['SourceHut', 'sourcehut'],
  ['anything else', 'generic'],
] as const

/** Where a forge tells us of pushes, so that we need not look. @param up from the page to `/-/` */
export function hooksText(site: SiteFacts, up: string): Html {
  return html`<p>
      A push that you tell us of makes us read exactly that repository, once. Point a webhook for
      pushes at the address for your forge; the secret that goes with it comes from whoever runs
      this mirror (SourceHut needs none). Each address tells how, and whether such hooks are taken
      here.
    </p>
    <dl class="kv">
      ${forges.map(
        ([name, path]) =>
          html`<dt>${name}</dt>
            <dd class="mono">
              <a href="${up}hooks/${path}">${cut(site.url)}/-/hooks/<wbr />${path}</a>
            </dd>`,
      )}
    </dl>`
}
