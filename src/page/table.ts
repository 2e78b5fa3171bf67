import { html, type Html, type HtmlValue } from './html.ts'

/** What a column is called; `n` where it has numbers, which stand on the right. */
export type Heading = string | { readonly n: string | Html }

/**
 * A table that everybody can read whose screen is narrow: its rows stand one below the other there.
 *
 * @param rows each a `<tr>`
 */
export function stackTable(headings: readonly Heading[], rows: HtmlValue): Html {
  return html`<table class="stack">
    <thead>
      <tr>
        ${headings.map((heading) =>
          typeof heading === 'string'
            ? html`<th scope="col">${heading}</th> `
            : html`<th scope="col" class="n">${heading.n}</th> `,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}
