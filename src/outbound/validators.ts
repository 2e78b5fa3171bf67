import type { Answer } from './exchange.ts'

/** What tells one state of a page from another. Source: RFC 9110 §8.8 */
export interface Validators {
  /** The page itself, behind all redirects; an original URL. */
  readonly url: string
  readonly etag?: string
  readonly lastModified?: string
}

/** Characters of a validator that are kept for later. */
const maxLength = 1024

const isEtag = /^(?:W\/)?"[\x21\x23-\x7e]*"$/
const isDate = /^[A-Za-z\d ,:+-]{1,64}$/

/** The validators of an answer: as they came, weak ones too; undefined where it has none that can be told to a server. */
export function validatorsOf({
  url,
  headers,
}: Pick<Answer, 'url' | 'headers'>): Validators | undefined {
  const { etag = '', 'last-modified': lastModified = '' } = headers
  const hasEtag = etag.length <= maxLength && isEtag.test(etag)
  const hasDate = isDate.test(lastModified)
  if (!hasEtag && !hasDate) return undefined
  return { url, ...(hasEtag && { etag }), ...(hasDate && { lastModified }) }
}

/** The headers that ask a page only whether it is another one by now; none for any other page. Source: RFC 9110 §13.1 */
export function conditionsFor(url: string, known: Validators | undefined): Record<string, string> {
  if (known?.url !== url) return {}
  return {
    ...(known.etag !== undefined && { 'if-none-match': known.etag }),
    ...(known.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
  }
}
