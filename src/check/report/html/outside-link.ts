import { cut, html, type Html } from '../../../page/html.ts'
import { hrefOf } from '../words/href.ts'

/**
 * An address from outside, whole: a link where it is one of http or https, of which nothing is told to whoever is behind
 * it; else text.
 */
export function outsideLink(url: string): Html {
  const href = hrefOf(url)
  if (href === undefined) return html`<code>${cut(url)}</code>`
  return html`<a href="${href}" rel="noreferrer nofollow noopener">${cut(href, 300)}</a>`
}
