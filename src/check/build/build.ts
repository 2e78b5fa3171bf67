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

/** What go says about a line of the project's own files. */
export interface BuildMessage {
  /** As shown to people. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** On one line; may hold text from outside. */
  readonly text: string
}

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
  /** What it said about lines of the project's own files, the first few; none unless that is where the fault is. */
  readonly messages: readonly BuildMessage[]
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
export function buildFails(build: Build | null, rules: Pick<ExitRules, 'failOn'>): boolean {
  return build !== null && build.steps.some((step) => stepFails(step, rules))
}

/** The same of one command. */
export function stepFails(step: BuildStep, { failOn }: Pick<ExitRules, 'failOn'>): boolean {
  return failOn.length > 0 && !step.ok && !isOwnVet(step)
}

/** Whether a command failed for what `go vet` has to say about the project's own code. */
export function isOwnVet({ ran, ok, fault }: BuildStep): boolean {
  return !ok && fault === 'project' && isVet({ ran })
}

/** Whether a command is `go vet`. */
export function isVet({ ran }: Pick<BuildStep, 'ran'>): boolean {
  return ran.startsWith('go vet')
}

/** Whose doing a failure is, as a clause for people. */
const whose: Readonly<Record<BuildFault, string>> = {
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
  const step = build?.steps.find((one) => stepFails(one, rules))
  if (!step) return undefined
  return `${isVet(step) ? 'go vet' : 'go build'} failed: ${whose[step.fault ?? 'other']}.`
}

/** A line about each command that failed. */
export function buildNotes(build: Build | null): string[] {
  if (build === null) return []
  return build.steps
    .filter(({ ok }) => !ok)
    .map((step) => `${failureText(step)}: ${firstWords(step)}`)
}

/** Which command failed, for what, and whose doing that is; no sentence yet. */
export function failureText(step: BuildStep): string {
  return `${step.ran} failed for ${step.file}: ${blameText(step)}`
}

/** Whose doing a failure is, as far as go tells; no sentence yet. */
export function blameText({ fault, modules }: Pick<BuildStep, 'fault' | 'modules'>): string {
  const about = modules.length === 0 ? '' : ` (${modules.join(', ')})`
  return `${whose[fault ?? 'other']}${about}`
}

/** The first of go's own words about a failure that say more than which package it is about. */
export function firstWords({ output }: Pick<BuildStep, 'output'>): string {
  return output.split('\n').find((line) => !line.startsWith('# ')) ?? ''
}

/** The files of the project that a build names, as shown to people. */
export function filesOf({ steps }: Build): ReadonlySet<string> {
  return new Set(steps.flatMap(({ file, messages }) => [file, ...messages.map((one) => one.file)]))
}
