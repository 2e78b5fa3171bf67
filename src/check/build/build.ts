import type { ExitRules } from '../report/exit.ts'

/** Whose doing it is that a command of go failed. */
export type BuildFault =
  /** A module could not be had, or has other content than go.sum says. */
  | 'module'
  /** Packages of a module that was read do not compile. */
  | 'dependency'
  /** The project's own packages, or its go.mod and go.sum. */
  | 'project'
  /** None of these shows: the compiler of another language is not there, say. */
  | 'other'

/** A command of go that was run in the project, and how it ended. */
export interface BuildStep {
  /** The command, such as `go build ./...`. */
  readonly ran: string
  /** The go.mod or go.work that it was run for, as shown to people. */
  readonly file: string
  readonly ok: boolean
  readonly millis: number
  /** Null where it is ok. */
  readonly fault: BuildFault | null
  /** `path@version` of the modules that it failed on, as far as go names them. */
  readonly modules: readonly string[]
  /** The beginning of what go said on failing, for people; may hold text from outside. */
  readonly output: string
}

/** What the go command made of what upstream gave. */
export interface Build {
  /** Version of go, such as `go1.26.1`. */
  readonly go: string
  readonly steps: readonly BuildStep[]
}

/**
 * Whether a build makes the exit code 1. What `go vet` has to say about the project's own code is no matter of upstream;
 * where nothing is to fail, nothing does.
 */
export function buildFails(build: Build | null, { failOn }: Pick<ExitRules, 'failOn'>): boolean {
  if (build === null || failOn.length === 0) return false
  return build.steps.some(
    ({ ok, ran, fault }) => !ok && !(fault === 'project' && ran.startsWith('go vet')),
  )
}

/** Whose doing a failure is, as a clause for people. */
export const whose: Readonly<Record<BuildFault, string>> = {
  module: 'a module could not be had as go.sum has it',
  dependency: 'a module does not compile',
  project: 'that is about the project itself, not about upstream',
  other: 'that says nothing about upstream',
}

/** A sentence about the first command that makes the exit code 1; undefined where none does. */
export function buildSentence(
  build: Build | null,
  rules: Pick<ExitRules, 'failOn'>,
): string | undefined {
  if (build === null || !buildFails(build, rules)) return undefined
  const { ran = '', fault } = build.steps.find(({ ok }) => !ok) ?? {}
  return `${ran} failed: ${whose[fault ?? 'other']}.`
}

/** A sentence about each command that failed. */
export function buildNotes(build: Build | null): string[] {
  if (build === null) return []
  return build.steps
    .filter(({ ok }) => !ok)
    .map(({ ran, file, fault, modules, output }) => {
      const about = modules.length === 0 ? '' : ` (${modules.join(', ')})`
      const first = output.split('\n').find((line) => !line.startsWith('# ')) ?? ''
      return `${ran} failed for ${file}: ${whose[fault ?? 'other']}${about}: ${first}`
    })
}
