import { createHash } from 'node:crypto'
import type { BuildCode } from '../build-problems.ts'
import type { ReportModule } from '../report.ts'

/**
 * What a finding is known by over time: module path and code, not version, line or what was seen, so that a finding stays
 * the same one when the version is raised and it is not better. The second name is what GitHub knows a finding by in its
 * file; it would else be made from the text of the line, which has the version in it.
 */
export function fingerprintsOf({ path, verdict }: ReportModule): Record<string, string> {
  return named('headwaterModuleAndCode/v1', `${path}\0${verdict.code}`)
}

/**
 * What a failed command of go is known by: what kind of command it is, and the go.mod or go.work that it was run for, not
 * what go said. So it is the same one for as long as it fails.
 */
export function buildFingerprints(code: BuildCode, file: string): Record<string, string> {
  return named('headwaterBuild/v1', `${code}\0${file}`)
}

function named(name: string, text: string): Record<string, string> {
  const hash = createHash('sha256').update(text).digest('hex')
  return { [name]: hash, primaryLocationLineHash: `${hash.slice(0, 16)}:1` }
}
