import { safeJson } from '../../../safe-text.ts'
import type { Report } from '../report.ts'

/** The report as one JSON object, with what a terminal would obey escaped. */
export function jsonReport(report: Report): string {
  return `${safeJson(JSON.stringify(report, null, 2))}\n`
}
