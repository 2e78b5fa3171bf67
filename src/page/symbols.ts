import { html } from './html.ts'
import type { Html } from './html.ts'

/** The shapes that pages use, drawn once: the mark, the silhouettes of verdicts, and the hatching of background looks. */
export const symbols: Html = html`<svg class="defs" aria-hidden="true" focusable="false">
  <defs>
    <symbol id="i-brand" viewBox="0 0 28 22">
      <path
        d="M2 3c7 0 7 8 13 8h11M2 11h24M2 19c7 0 7-8 13-8"
        fill="none"
        stroke="currentColor"
        stroke-width="2.4"
        stroke-linecap="round"
      />
    </symbol>
    <symbol id="i-ok" viewBox="0 0 16 16">
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.6 8.2l2.3 2.3 4.6-4.8" fill="none" stroke="var(--panel)" stroke-width="1.8" />
    </symbol>
    <symbol id="i-fragile" viewBox="0 0 16 16">
      <path d="M8 1.2L15.3 14.4H.7z" fill="currentColor" />
      <path d="M8 5.6v4.2M8 11.2v1.7" stroke="var(--panel)" stroke-width="1.8" />
    </symbol>
    <symbol id="i-lost" viewBox="0 0 16 16">
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.2" fill="currentColor" />
      <path d="M5 5l6 6M11 5l-6 6" stroke="var(--panel)" stroke-width="1.8" />
    </symbol>
    <symbol id="i-changed" viewBox="0 0 16 16">
      <path d="M8 .3L15.7 8 8 15.7.3 8z" fill="currentColor" />
      <path d="M4.8 6.7h6.4M4.8 9.6h6.4M9.9 4.6l-3.6 7" stroke="var(--panel)" stroke-width="1.4" />
    </symbol>
    <symbol id="i-undetermined" viewBox="0 0 16 16">
      <circle
        cx="8"
        cy="8"
        r="6.6"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-dasharray="2.6 1.7"
      />
      <path
        d="M6.2 6.5c0-1 .8-1.7 1.8-1.7s1.8.7 1.8 1.6c0 1.2-1.8 1.3-1.8 2.5M8 10.4v1.5"
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
      />
    </symbol>
    <pattern
      id="h-bg"
      width="5"
      height="5"
      patternTransform="rotate(45)"
      patternUnits="userSpaceOnUse"
    >
      <rect class="hatch" width="5" height="5" />
      <rect width="1.8" height="5" />
    </pattern>
  </defs>
</svg>`

/** What has a shape and a colour of its own. */
export type Mark = 'ok' | 'fragile' | 'undetermined' | 'lost' | 'changed'

/** A word with the shape of its class before it. */
export function marked(kind: Mark, word: string): Html {
  return html`<span class="v ${kind}"
    ><svg aria-hidden="true"><use href="#i-${kind}" /></svg>${word}</span
  >`
}
