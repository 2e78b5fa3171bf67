import { findProgram } from './run-program.ts'
import type { ScriptState } from './state.ts'

/** Whether what stands in brackets holds; `suffix` is what follows the colon, if there is one. */
export type Condition = (
  suffix: string | undefined,
  state: ScriptState,
) => boolean | Promise<boolean>

/** Conditions by what stands before the colon. */
export type Conditions = Readonly<Record<string, Condition>>

/** As Go calls systems and processors. */
const goNames: Readonly<Record<string, string>> = { win32: 'windows', x64: 'amd64', ia32: '386' }

/** GOOS as Go would name this system. */
export const goos = goNames[process.platform] ?? process.platform

/** GOARCH as Go would name this processor. */
export const goarch = goNames[process.arch] ?? process.arch

/**
 * The conditions every script has: GOOS, GOARCH, compiler, root, exec, short, verbose, symlink. Source:
 * `cmd/internal/script` `DefaultConds`, `cmd/internal/script/scripttest`.
 */
export const commonConditions: Conditions = {
  GOOS: (suffix) => suffix === goos,
  GOARCH: (suffix) => suffix === goarch,
  compiler: (suffix) => suffix === 'gc',
  root: () => process.geteuid?.() === 0,
  exec: async (suffix = '') => (await findProgram(suffix, process.env['PATH'] ?? '')) !== undefined,
  short: () => false,
  verbose: () => false,
  symlink: () => process.platform !== 'win32',
}
