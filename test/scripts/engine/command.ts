import type { CommandOutput, ScriptState } from './state.ts'

type Maybe<T> = T | undefined

/** What a line of a script can name. */
export interface Command {
  /**
   * Does it. What it returns becomes the script's `stdout` and `stderr`; without, both stay. It fails by throwing, or by
   * a `failure` in its output.
   */
  readonly run: (
    state: ScriptState,
    args: readonly string[],
  ) => Maybe<CommandOutput> | Promise<Maybe<CommandOutput> | void> | void
  /** Its first argument that is no flag is a regular expression, so that variables in it match literally. */
  readonly takesRegexp?: boolean
  /** It may be started with `&`. */
  readonly mayWait?: boolean
}

/** Commands by name. */
export type Commands = Readonly<Record<string, Command>>

/** Thrown to end a script without judging it. */
export class SkipScript extends Error {
  override readonly name = 'SkipScript'
}

/** Thrown to end a script that has seen enough. */
export class StopScript extends Error {
  override readonly name = 'StopScript'
}

/** @throws Error that tells how the command is written, unless `isRight` */
export function usage(isRight: boolean, form: string): void {
  if (!isRight) throw new Error(`usage: ${form}`)
}
