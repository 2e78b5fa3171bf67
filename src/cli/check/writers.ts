import type { Report } from '../../check/report/report.ts'
import type { TextStyle } from '../../check/report/text/text-layout.ts'

/** How the formats for people are laid out. */
export interface Manner {
  readonly style: TextStyle
  /** One line for each finding. */
  readonly isQuiet: boolean
  /** Where the whole report is, for when the text is shortened. */
  readonly inFull?: string
}

type Writer = (report: Report, manner: Manner) => Promise<string>

/** Each format loads its code when it is wanted. */
const writers = {
  async text(report, { style, isQuiet, inFull }) {
    const { quietReport, textReport } = await import('../../check/report/text/report-text.ts')
    return isQuiet ? quietReport(report, style) : textReport(report, style, inFull)
  },
  async json(report) {
    return (await import('../../check/report/json/json-report.ts')).jsonReport(report)
  },
  async ndjson(report) {
    return (await import('../../check/report/ndjson/ndjson-report.ts')).ndjsonReport(report)
  },
  async sarif(report) {
    return (await import('../../check/report/sarif/sarif-report.ts')).sarifReport(report)
  },
  async junit(report) {
    return (await import('../../check/report/junit/junit-report.ts')).junitReport(report)
  },
  async markdown(report) {
    return (await import('../../check/report/markdown/markdown-report.ts')).markdownReport(report)
  },
  async github(report) {
    return (await import('../../check/report/github/github-report.ts')).githubReport(report)
  },
  async html(report) {
    return (await import('../../check/report/html/html-report.ts')).htmlReport(report)
  },
} satisfies Record<string, Writer>

/** The form in which a report is written. */
export type Format = keyof typeof writers

/** All formats. */
export const formats = Object.keys(writers) as readonly Format[]

/** Writes a report in a format. */
export function written(format: Format, report: Report, manner: Manner): Promise<string> {
  return writers[format](report, manner)
}
