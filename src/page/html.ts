import { html as template } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { safeText } from '../safe-text.ts'

/** A piece of HTML that may be put into another one as it is. */
export type Html = HtmlEscapedString

/** What may stand in a template: text and numbers, pieces of HTML, lists of these; undefined is nothing. */
export type HtmlValue = string | number | undefined | Html | readonly HtmlValue[]

/**
 * Makes HTML of a template. Every text put in is escaped, and what would turn, join or hide it is shown as `‹U+202E›`
 * (`safe-text.ts`), so that no view has to think of it. Only the template itself is taken as it is.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return template(strings, ...values.map(harmless)) as Html
}

/** The first `most` characters of text from outside, and that there is more. */
export function cut(text: string, most = 200): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length - most} more)` : text
}

function harmless(value: HtmlValue): HtmlValue {
  if (typeof value === 'string') return safeText(value)
  return Array.isArray(value) ? value.map(harmless) : value
}
