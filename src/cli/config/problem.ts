import { Failure } from '../../failure.ts'
import { maskCredentials } from './mask.ts'

/** Something in the configuration that stops the start. Holds no credentials. */
export interface Problem {
  /** File with line (`headwater.toml:3`), environment variable or option. */
  readonly where: string
  /** The setting, as it is named in the file; '' when it is about the whole file. */
  readonly key: string
  readonly reason: string
  /** What was probably meant. */
  readonly hint?: string
}

/** Makes a problem that can be shown: credentials in URLs are masked. */
export function problem(where: string, key: string, reason: string, hint?: string): Problem {
  return { where, key, reason: maskCredentials(reason), ...(hint !== undefined && { hint }) }
}

/** One line: where, which key (unless the place says it), why, what was probably meant. */
export function problemLine({ where, key, reason, hint }: Problem): string {
  const saysKey = /^(HEADWATER_|-)/.test(where) && !key.includes('[')
  const shown = saysKey || key === '' ? [where, reason] : [where, key, reason]
  return shown.join(': ') + (hint === undefined ? '' : `; ${hint}`)
}

/** All problems as one failure, a line each. */
export function problemsFailure(problems: readonly Problem[]): Failure {
  const lines = problems.map(problemLine)
  if (lines.length === 1) return new Failure('invalid', `Cannot use the configuration: ${lines[0]}`)
  const list = lines.map((line) => `\n  ${line}`).join('')
  return new Failure('invalid', `Cannot use the configuration, for ${lines.length} reasons:${list}`)
}
