import { cut, html } from '../page/html.ts'
import type { Html } from '../page/html.ts'
import { symbols } from '../page/symbols.ts'
import type { SiteFacts } from './site-facts.ts'
import { stylesheet } from './stylesheet.ts'

/** The pages that the bar on top leads to, with their paths below `/-/`; a new one is a line here. */
const stops = [
  { name: 'Index', path: 'index' },
  { name: 'Log', path: 'log' },
  { name: 'Hosts', path: 'hosts' },
  { name: 'Robot', path: 'robot' },
] as const

/** What a page is made of. */
export interface Page {
  /** Of the window; the name of the program is added. */
  readonly title: string
  /** The way from the page up to `/-/`: `./` for `/-/hosts`, `../` for one below. Links work behind any prefix so. */
  readonly up: string
  /** The stop on top that the page belongs to. */
  readonly at?: (typeof stops)[number]['path']
  /** The headline, with its `h1`, and all below it. */
  readonly body: Html
}

/** A whole page: HTML that needs no script, and one style sheet. */
export function layout({ title, up, at, body }: Page, site: SiteFacts): string {
  const links = stops.map(
    ({ name, path }) =>
      html`<a href="${up}${path}" ${path === at ? html` aria-current="page"` : ''}>${name}</a>`,
  )
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${cut(title)} · Headwater</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${up}assets/${stylesheet.name}" />
      </head>
      <body>
        ${symbols}<a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href="${up}../"
              ><svg width="28" height="22" aria-hidden="true"><use href="#i-brand" /></svg
              >Headwater<span>${cut(nameOf(site.url))}</span></a
            >
            <nav class="nav" aria-label="Main">${links}</nav>
          </div>
        </header>
        <main id="main"><div class="wrap">${body}</div></main>
        <footer class="foot">
          <div class="wrap">
            <span>Headwater ${site.version}</span><a href="${up}robot">Who we are, how to opt out</a
            ><a href="${up}api/openapi.json">API</a>
          </div>
        </footer>
      </body>
    </html> `
  return page.toString()
}

/** A section with its headline, and what stands to the right of that. */
export function section(id: string, title: string, beside: Html | string, body: Html): Html {
  return html`<section aria-labelledby="${id}">
    <div class="sec">
      <h2 id="${id}">${title}</h2>
      ${beside === '' ? '' : html`<span>${beside}</span>`}
    </div>
    ${body}
  </section>`
}

function nameOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//i, '')
}
