import { cut, html, type Html } from '../../../page/html.ts'
import { buildProblems, type BuildProblem } from '../build-problems.ts'
import type { Report } from '../report.ts'

/** Lines of go's own words for each command. */
const mostLines = 40

/** Each command of go that failed, with what it said; nothing where none did. */
export function buildFailures(report: Report): Html | string {
  const problems = buildProblems(report)
  if (problems.length === 0) return ''
  return html`<section aria-labelledby="build">
    <div class="sec">
      <h2 id="build">Build</h2>
      <span>${cut(report.build?.go ?? '', 40)}</span>
    </div>
    ${problems.map(failure)}
  </section>`
}

function failure({ code, step, text }: BuildProblem): Html {
  const lines = step.output.split('\n')
  const more = lines.length - mostLines
  return html`<article class="find lost">
    <div class="row"><span class="code">${code}</span></div>
    <h3>${cut(step.ran)}</h3>
    <p>${cut(text, 1000)}.</p>
    <div class="diff">
      <ul>
        ${lines.slice(0, mostLines).map((line) => html`<li class="same">${cut(line, 500)}</li> `)}
      </ul>
      ${more > 0 ? html`<p>and ${more} more lines</p>` : ''}
    </div>
  </article> `
}
