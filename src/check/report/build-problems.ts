import {
  failureText,
  firstWords,
  isOwnVet,
  isVet,
  stepFails,
  type BuildStep,
} from '../build/build.ts'
import type { Report, ReportModule } from './report.ts'

/** A line of a file, as shown to people. */
export interface FileLine {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** What is known by a name of its own: that a project does not build, or that vetting it fails. */
export type BuildCode = 'build-failed' | 'vet-failed'

/** A command of go that failed, as a report has it beside its modules. */
export interface BuildProblem {
  readonly code: BuildCode
  readonly step: BuildStep
  /** Whether it makes the exit code 1. */
  readonly fails: boolean
  /** Whether it is no more than what `go vet` says of the project's own code. */
  readonly isMild: boolean
  /** Which command failed, and whose doing that is; no sentence yet. May hold text from outside. */
  readonly text: string
  /** Where to look: lines that go named, or the one that asks for the module at fault, or the first of the go.mod. */
  readonly places: readonly [BuildPlace, ...BuildPlace[]]
}

/** A line, and what go said of it. */
export interface BuildPlace extends FileLine {
  readonly says: string
}

/** The commands of go that failed. */
export function buildProblems(report: Pick<Report, 'build' | 'modules' | 'rules'>): BuildProblem[] {
  return (report.build?.steps ?? [])
    .filter(({ ok }) => !ok)
    .map((step) => ({
      code: isVet(step) ? 'vet-failed' : 'build-failed',
      step,
      fails: stepFails(step, report.rules),
      isMild: isOwnVet(step),
      text: failureText(step),
      places: placesOf(step, report.modules),
    }))
}

/** Whether a check was to build, and did not come to that. */
export function isUnbuilt({ level, build }: Pick<Report, 'level' | 'build'>): boolean {
  return level === 'build' && build === null
}

/** What is to be said where {@link isUnbuilt}. */
export const unbuiltText = 'It was not built. This is not a clean result.'

function placesOf(
  step: BuildStep,
  modules: readonly ReportModule[],
): readonly [BuildPlace, ...BuildPlace[]] {
  const [first, ...others] = step.messages.map(({ file, line, text }) => ({
    file,
    line,
    says: text,
  }))
  if (first) return [first, ...others]
  const blamed = new Set(step.modules)
  const asked = modules.find(
    ({ path, version, requiredAt }) => requiredAt !== null && blamed.has(`${path}@${version}`),
  )
  const { file, line } = asked?.requiredAt ?? { file: step.file, line: 1 }
  return [{ file, line, says: firstWords(step) }]
}
