import { createHash } from 'node:crypto'
import type { ReportModule } from '../report.ts'

/**
 * What a finding is known by over time: module path and code, not version, line or what was seen, so that a finding stays
 * the same one when the version is raised and it is not better. The second name is what GitHub knows a finding by in its
 * file; it would else be made from the text of the line, which has the version in it.
 */
export function fingerprintsOf({ path, verdict }: ReportModule): Record<string, string> {
  const hash = createHash('sha256').update(`${path}\0${verdict.code}`).digest('hex')
  return {
    'headwaterModuleAndCode/v1': hash,
    primaryLocationLineHash: `${hash.slice(0, 16)}:1`,
  }
}
