import { cut, html, type Html } from '../../../page/html.ts'
import { marked } from '../../../page/symbols.ts'
import type { Advice } from '../../way-out/way-out.ts'

const words: Readonly<Record<Advice['label'], string>> = {
  'way out': 'Way out:',
  or: 'Or:',
  next: 'Next:',
  never: 'Never',
  note: 'Note:',
  safe: 'Safe:',
  'tell them': 'Tell them:',
}

/** What to do, and what never to do; what equal hashes prove wears the mark of what is ok. */
export function waysOut(advice: readonly Advice[]): Html | string {
  if (advice.length === 0) return ''
  return html`<ul class="ways">
    ${advice.map(way)}
  </ul>`
}

function way({ label, text, long, command, isProved }: Advice): Html {
  return html`<li>
    ${isProved === true ? marked('ok', 'Proved') : ''}<b>${words[label]}</b>
    ${cut(long ?? text, 1000)}
    ${command === undefined ? '' : html`<pre class="paste">${cut(command, 2000)}</pre>`}
  </li> `
}
