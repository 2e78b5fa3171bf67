import { buildProblems, type BuildCode, type BuildProblem } from '../build-problems.ts'
import type { Report } from '../report.ts'
import { buildFingerprints } from './fingerprint.ts'
import { lineLocation } from './location.ts'
import { plainMessage } from './plain-message.ts'
import { findingCodes } from './rules.ts'
import type { Descriptor, Result } from './sarif-log.ts'

const buildCodes: readonly BuildCode[] = ['build-failed', 'vet-failed']

const commands: Readonly<Record<BuildCode, string>> = {
  'build-failed': 'go build',
  'vet-failed': 'go vet',
}

/** The rules of a check that builds, which come after those of verdicts. */
export const buildRules: readonly Descriptor[] = buildCodes.map((code) => {
  const sentence = `The go command does not get through "${commands[code]}" with what upstream gives.`
  const text = `${sentence} The finding tells whose doing that is, and what go said.`
  return {
    id: code,
    shortDescription: { text: `Build: ${code}` },
    fullDescription: { text: sentence },
    help: { text, markdown: `**Build: \`${code}\`**\n\n${text}` },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['dependencies', 'build'] },
  }
})

/** A result for each command of go that failed, where go says that it went wrong; further lines are related to it. */
export function buildResults(report: Report): Result[] {
  return buildProblems(report).map((problem) => resultOf(problem, report.source))
}

function resultOf(problem: BuildProblem, source: Report['source']): Result {
  const { code, step, isMild, text, places } = problem
  const { ran, file, fault, modules, output } = step
  const [first, ...others] = places
  return {
    ruleId: code,
    ruleIndex: findingCodes.length + buildCodes.indexOf(code),
    level: isMild ? 'warning' : 'error',
    message: { text: plainMessage(`${text}. ${first.says}`) },
    locations: [lineLocation(first, source)],
    ...(others.length > 0 && {
      relatedLocations: others.map((place) =>
        Object.assign(lineLocation(place, source), { message: { text: plainMessage(place.says) } }),
      ),
    }),
    partialFingerprints: buildFingerprints(code, source?.files[file] ?? file),
    properties: { ran, file, fault, modules, output },
  }
}
