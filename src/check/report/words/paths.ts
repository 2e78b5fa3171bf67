import type { ReportModule } from '../report.ts'
import { numberText } from '../units.ts'

/**
 * How a module is reached, from the shortest wording to the fullest; none where that is not known. A module that was
 * named before is named without its version.
 */
export function pathTexts({ paths, requiredAt, replaces }: ReportModule): string[] {
  const ways = paths?.shortest.filter((way) => way.length > 0) ?? []
  const [first, second] = ways
  const instead = replaces === null ? '' : `, in the place of ${replaces.path}`
  if (first === undefined) {
    const at = requiredAt === null ? '' : wayTo(requiredAt, paths !== null)
    return at === '' && paths === null ? [] : [`${at || 'you'}${instead}`]
  }
  const more = paths?.more ?? 0
  const others = ways.length - 1 + more
  const start = `${wayText(first)}${instead}`
  const short = others > 0 ? `${start}   and ${numberText(others)} more` : start
  if (second === undefined) return [short]
  const rest = more > 0 ? `   and ${numberText(more)} more` : ''
  return [short, `${start}   also ${wayText(second, new Set(first))}${rest}`]
}

/** Where a module is asked for: `go.mod:41`; `''` where that is not known. */
export function placeText({ requiredAt }: ReportModule): string {
  return requiredAt === null ? '' : `${requiredAt.file}:${requiredAt.line}`
}

function spaced(module: string): string {
  return module.replace('@', ' ')
}

function wayText(way: readonly string[], named: ReadonlySet<string> = new Set()): string {
  const steps = way.map((step) => (named.has(step) ? (step.split('@')[0] ?? '') : spaced(step)))
  return ['you', ...steps].join(' → ')
}

function wayTo(
  { file, line, indirect }: NonNullable<ReportModule['requiredAt']>,
  isDirect: boolean,
): string {
  if (isDirect || !indirect) return `you, ${file}:${line}`
  return file.endsWith('.sum') ? `${file}:${line}` : `you → … (indirect, ${file}:${line})`
}
