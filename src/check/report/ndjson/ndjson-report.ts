import { safeJson } from '../../../safe-text.ts'
import type { Report, ReportModule } from '../report.ts'

/** One module as a line of JSON, as soon as it is known. */
export function moduleLine(module: ReportModule): string {
  return line(module)
}

/** The last line: everything of the report but its modules, of which it says how many lines there are. No module has its field `summary`. */
export function lastLine(report: Report): string {
  const { modules, ...rest } = report
  return line({ ...rest, lines: modules.length })
}

/** The report as lines of JSON: a module each, and {@link lastLine}. */
export function ndjsonReport(report: Report): string {
  return [...report.modules.map(moduleLine), lastLine(report)].join('')
}

function line(value: object): string {
  return `${safeJson(JSON.stringify(value))}\n`
}
