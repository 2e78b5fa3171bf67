import { cut, html, type Html } from '../../../page/html.ts'
import type { Difference, FileDifference } from '../../outcome.ts'
import { counted, numberText } from '../units.ts'
import { linesText } from '../words/difference.ts'

/** Files that are shown. */
const mostFiles = 10

/** Which files differ, and the beginning of how. */
export function differenceBlock({ files, differing, of, goCode }: Difference): Html {
  const more = differing - Math.min(files.length, mostFiles)
  const code = goCode ? 'Go code is among them' : 'none of them is Go code'
  return html`<p>
      ${numberText(differing)} of ${counted(of, 'file')} ${differing === 1 ? 'differs' : 'differ'};
      ${code}.
    </p>
    <div class="diff">
      ${files.slice(0, mostFiles).map(file)}
      ${more > 0 ? html`<p>and ${counted(more, 'more file')}</p>` : ''}
    </div>`
}

function file(one: FileDifference): Html {
  const lines = one.lines ?? []
  return html`<p>${cut(linesText(one))}</p>
    ${
      lines.length === 0
        ? ''
        : html`<ul>
            ${lines.map(line)}
          </ul>`
    }`
}

function line(text: string): Html {
  const kind = text.startsWith('+') ? 'add' : text.startsWith('-') ? 'cut' : 'same'
  return html`<li class="${kind}">${cut(text)}</li>`
}
