import { cut, html } from '../page/html.ts'
import type { Html } from '../page/html.ts'
import type { SiteFacts } from './site-facts.ts'

/** Whoever runs this mirror, as a link if that is a mail or web address. */
export function contactLink({ contact }: Pick<SiteFacts, 'contact'>): Html {
  if (contact === undefined) return html`no address is configured here`
  if (!/^(?:mailto:|https?:\/\/)/i.test(contact)) return html`${cut(contact)}`
  const shown = contact.replace(/^mailto:/i, '').replace(/\?.*$/s, '')
  return html`<a href="${contact}" rel="noreferrer nofollow noopener">${cut(shown)}</a>`
}
