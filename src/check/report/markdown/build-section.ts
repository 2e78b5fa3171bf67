import { buildProblems, type BuildProblem } from '../build-problems.ts'
import type { Report } from '../report.ts'
import { codeSpan } from './code-span.ts'
import type { Section } from './fit.ts'

/** Lines of go's own words for each command. */
const mostLines = 12

/** Each command of go that failed, with the beginning of what it said. */
export function buildSection(report: Report): Section {
  const items = buildProblems(report).map(itemOf)
  return { noun: 'failed command', head: '', items, foot: '\n' }
}

function itemOf({ code, step, text }: BuildProblem): string {
  const said = step.output.split('\n').filter((line) => line.trim() !== '')
  const more = said.length > mostLines ? [`and ${said.length - mostLines} more lines`] : []
  const lines = [...said.slice(0, mostLines).map(codeSpan), ...more]
  return `- **Build** \`${code}\`: ${codeSpan(text)}\n${lines.map((line) => `  - ${line}\n`).join('')}`
}
