import { byPathAndVersion } from '../../gomod/graph/version-order.ts'
import { meaningOf, verdictCodes, type Confidence } from '../../verify/judge/verdicts.ts'
import type { ReportModule } from './report.ts'

const sureness: Readonly<Record<Confidence, number>> = {
  tentative: 0,
  corroborated: 1,
  confirmed: 2,
}

const scopes: readonly ReportModule['scope'][] = ['graph', 'build']

/**
 * Orders modules so that the loudest come last: by class, with what is accepted after fragile and what is suspected
 * after undetermined; then what is built with after what only the graph needs; then by confidence, by code, by path and
 * version. What has no room in a report is the quietest of it.
 */
export function quietestFirst(a: ReportModule, b: ReportModule): number {
  return byLoudness(a, b) || byCodeAndPath(a, b)
}

/** The opposite of {@link quietestFirst}, but equals come by code, path and version all the same. */
export function loudestFirst(a: ReportModule, b: ReportModule): number {
  return byLoudness(b, a) || byCodeAndPath(a, b)
}

function byLoudness(a: ReportModule, b: ReportModule): number {
  return (
    loudnessOf(a) - loudnessOf(b) ||
    scopes.indexOf(a.scope) - scopes.indexOf(b.scope) ||
    sureness[a.verdict.confidence] - sureness[b.verdict.confidence]
  )
}

function byCodeAndPath(a: ReportModule, b: ReportModule): number {
  const byCode = verdictCodes.indexOf(a.verdict.code) - verdictCodes.indexOf(b.verdict.code)
  return byCode || byPathAndVersion(a, b)
}

/** Between fragile and undetermined. */
const acceptedLoudness = 1.5
/** Between undetermined and lost. */
const suspectedLoudness = 2.5

function loudnessOf({ verdict, accepted }: ReportModule): number {
  const loudness = verdict.suspect ? suspectedLoudness : meaningOf(verdict.code).loudness
  return accepted === null ? loudness : Math.min(loudness, acceptedLoudness)
}
