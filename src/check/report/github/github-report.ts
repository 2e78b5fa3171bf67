import { isLoud, meaningOf } from '../../../verify/judge/verdicts.ts'
import { buildProblems, type FileLine } from '../build-problems.ts'
import { loudestFirst } from '../loudness.ts'
import type { Report, ReportModule } from '../report.ts'
import { counted, numberText } from '../units.ts'
import { codeText } from '../words/code-text.ts'
import { seenText } from '../words/seen.ts'
import { openFirst, sentencesOf } from '../words/sentences.ts'
import { messageText, propertyText } from './encode.ts'

/** GitHub shows as many of each kind for a step. */
const most = 10
/** Reasons that are named for an incomplete run. */
const mostReasons = 3

type Kind = 'error' | 'warning' | 'notice'

/**
 * The report as annotations of a GitHub job (workflow commands), loudest first: a build that fails, and what is changed
 * or lost, is an error, what the baseline knows of that a notice; everything that has no answer is one warning, and what
 * `go vet` says of the project's own code; what is fragile is a notice.
 * What is accepted is left out. Nothing when all is well.
 */
export function githubReport(report: Report): string {
  const modules = report.modules.filter(({ accepted }) => accepted === null).toSorted(loudestFirst)
  const found = modules.filter(({ verdict }) => isLoud(verdict.class))
  const errors = found.filter(({ news }) => news !== 'known')
  const known = found.filter(({ news }) => news === 'known')
  const fragile = modules.filter(({ verdict }) => verdict.class === 'fragile')
  return [
    ...bounded('error', [
      ...buildLines(report, 'error'),
      ...errors.map((module) => annotation('error', module, report)),
    ]),
    ...bounded('warning', [...incompleteLines(modules, report), ...buildLines(report, 'warning')]),
    ...bounded(
      'notice',
      [...known, ...fragile].map((module) => annotation('notice', module, report)),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function bounded(kind: Kind, lines: readonly string[]): string[] {
  if (lines.length <= most) return [...lines]
  const left = lines.length - most + 1
  return [...lines.slice(0, most - 1), `::${kind}::and ${numberText(left)} more, see the summary`]
}

/** Lines that are shown of one command of go. */
const mostPlaces = 3

/** What go says about lines of files; go vet about the project's own code only warns. */
function buildLines(report: Report, kind: 'error' | 'warning'): string[] {
  return buildProblems(report)
    .filter(({ isMild }) => isMild === (kind === 'warning'))
    .flatMap(({ code, step, text, places }) =>
      places.slice(0, mostPlaces).map((place) => {
        const title = `${code === 'vet-failed' ? 'Vet' : 'Build'}: ${code}`
        const said =
          step.messages.length > 0 ? `${place.says} (${step.ran})` : `${text}: ${place.says}`
        return command(kind, lineOf(place, report), title, said)
      }),
    )
}

function annotation(kind: Kind, module: ReportModule, report: Report): string {
  const { path, version, verdict, advice, news } = module
  const { word } = meaningOf(verdict.code)
  const title = `${word}: ${verdict.code}${news === 'known' ? ' (known)' : ''}`
  const saw = seenText(module, report.at)
  const way = advice.find(({ label }) => label === 'way out' || label === 'next')
  const end = way === undefined ? '' : `. Way out: ${way.command ?? way.text}`
  return command(kind, placeOf(module, report), title, `${path} ${version}: ${saw}${end}`)
}

function incompleteLines(modules: readonly ReportModule[], report: Report): string[] {
  const open = modules.filter(({ verdict }) => verdict.class === 'undetermined')
  const [first] = open
  const file = Object.values(report.source?.files ?? {})[0]
  const place = file === undefined ? {} : { file, line: 1 }
  if (first === undefined) {
    const sentence = report.complete ? undefined : openFirst(sentencesOf(report))[0]
    return sentence === undefined ? [] : [command('warning', place, 'Incomplete', sentence)]
  }
  const reasons = [...new Set(open.map(reasonOf))]
  const more = reasons.length > mostReasons ? [`${reasons.length - mostReasons} more`] : []
  const why = [...reasons.slice(0, mostReasons), ...more].join(', ')
  const text = `${numberText(open.length)} of ${counted(report.modules.length, 'module')} could not be judged (${why}). This is not a clean result.`
  const at = placeOf(first, report).file ?? file
  return [command('warning', at === undefined ? {} : { file: at, line: 1 }, 'Incomplete', text)]
}

function reasonOf({ verdict, host }: ReportModule): string {
  if (verdict.code === 'pending') return 'not asked'
  return `${host} ${codeText(verdict)}`
}

interface Place {
  readonly file?: string
  readonly line?: number
}

/** Where a module is asked for. */
function placeOf({ requiredAt }: ReportModule, report: Report): Place {
  return requiredAt === null ? {} : lineOf(requiredAt, report)
}

/** A line, its file from the repository's root. */
function lineOf({ file, line }: FileLine, { source }: Report): Place {
  return { file: source?.files[file] ?? file, line }
}

function command(kind: Kind, { file, line }: Place, title: string, message: string): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${propertyText(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${propertyText(title)}`,
  ]
  return `::${kind} ${properties.join(',')}::${messageText(message)}`
}
