import { html } from '../page/html.ts'
import type { Page } from './layout.ts'

/** Where there is no page. @param path that was asked for, below `/-/` */
export function missingPage(path: string): Page {
  const depth = path.split('/').length - 3
  const up = depth <= 0 ? './' : '../'.repeat(depth)
  const body = html`<h1>There is no page here</h1>
    <p class="lead">
      Look at <a href="${up}index">what came in</a>, <a href="${up}log">the checksum log</a>,
      <a href="${up}hosts">what was asked of whom</a>, or <a href="${up}robot">who we are</a>.
    </p>`
  return { title: 'No page', up, body }
}
