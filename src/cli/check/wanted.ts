import type { CheckLevel } from '../../check/check-level.ts'
import type { ExitRules } from '../../check/report/exit.ts'
import type { CommandContext } from '../context.ts'
import { goSettings, type GoSetting } from '../go-settings.ts'
import { failOnOf, levelOf, stopSignal } from './options.ts'
import { outputsOf, type OutputFile, type Outputs } from './outputs.ts'
import { surroundingsOf, type Surroundings } from './surroundings.ts'
import { withPrivate } from './with-private.ts'
import { writtenBaseline } from './write-baseline.ts'

/** What a check is to be, as its user and the repository around its target say. */
export interface Wanted extends Surroundings {
  /** As it was given: what is private is told apart by who says it. */
  readonly given: CommandContext
  /** With what GOPRIVATE names among what is private. */
  readonly context: CommandContext
  readonly goSetting: GoSetting
  /** Aborted when the user has had enough, or the time given is over. */
  readonly signal: AbortSignal
  readonly level: CheckLevel
  readonly outputs: Outputs
  /** The file that the findings are to be written to as known. */
  readonly newBaseline: OutputFile | undefined
  readonly rules: Pick<ExitRules, 'failOn' | 'allowIncomplete'>
}

/**
 * Finds that out before anybody is asked.
 *
 * @throws Failure for a wrong option, settings or a baseline that cannot be used, and a file that cannot be written
 */
export async function wantedOf(given: CommandContext): Promise<Wanted> {
  const goSetting = await goSettings(given.env, process.platform)
  const context = withPrivate(given, goSetting)
  const outputs = await outputsOf(context)
  const newBaseline = await writtenBaseline(context)
  const around = await surroundingsOf(context)
  const { settings } = around
  return {
    ...around,
    given,
    context,
    goSetting,
    signal: stopSignal(context),
    level: levelOf(context, settings),
    outputs,
    newBaseline,
    rules: {
      failOn: failOnOf(context, settings),
      allowIncomplete:
        context.options['allowIncomplete'] === true || settings.allowIncomplete === true,
    },
  }
}
