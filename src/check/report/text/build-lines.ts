import { whose, type Build } from '../../build/build.ts'
import { secondsText } from '../units.ts'
import { shown, wrapSentences, type TextStyle } from './text-layout.ts'

/** Lines of go's own words that are shown; the JSON report has more. */
const mostLines = 12

/** What go made of it: a line where all went well, else go's words about what did not. */
export function buildLines(build: Build | null, style: TextStyle): string[] {
  if (build === null) return []
  const { go, steps } = build
  const lines = steps.flatMap(({ ran, file, ok, millis, fault, modules, output }) => {
    const how = ok ? 'well' : 'failed'
    const head = `${shown(ran, style)}  ${how}, ${shown(file, style)}, ${shown(go, style)}, ${secondsText(millis)}`
    if (ok) return [head]
    const about = modules.length === 0 ? '' : ` (${modules.join(', ')})`
    const said = output.split('\n')
    const left = said.length - mostLines
    return [
      head,
      ...wrapSentences(shown(`${whose[fault ?? 'other']}${about}.`, style), style.width - 2),
      ...said.slice(0, mostLines).map((line) => `    ${shown(line, style)}`),
      ...(left > 0 ? [`    and ${left} more lines`] : []),
    ]
  })
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
