import { blameText, type Build } from '../../build/build.ts'
import { secondsText } from '../units.ts'
import { shown, wrapSentences, type TextStyle } from './text-layout.ts'

/** Lines of go's own words that are shown; the JSON report has more. */
const mostLines = 12

/** What go made of it: a line where all went well, else go's words about what did not. */
export function buildLines(build: Build | null, style: TextStyle): string[] {
  if (build === null) return []
  const { go, steps } = build
  const lines: string[] = []
  for (const step of steps) {
    const { ran, file, ok, millis, output } = step
    const how = ok ? 'well' : 'failed'
    const where = `${shown(file, style)}, ${shown(go, style)}, ${secondsText(millis)}`
    lines.push(`${shown(ran, style)}  ${how}, ${where}`)
    if (ok) continue
    const why = shown(`${blameText(step)}.`, style)
    lines.push(...wrapSentences(why, style.width - 2).map((line) => `  ${line}`))
    const said = output.split('\n')
    const left = said.length - mostLines
    lines.push(...said.slice(0, mostLines).map((line) => `    ${shown(line, style)}`))
    if (left > 0) lines.push(`    and ${left} more lines`)
  }
  return [...lines, '']
}

/** The same for `--quiet`: a line for each command that failed. */
export function quietBuildLines(build: Build | null, style: TextStyle): string {
  return (build?.steps ?? [])
    .filter(({ ok }) => !ok)
    .map(({ ran, fault, modules: [first = '-'] }) => {
      return `build ${fault ?? 'other'} ${shown(`${first} ${ran}`, style)}\n`
    })
    .join('')
}
