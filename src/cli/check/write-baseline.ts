import { baselineText } from '../../check/settle/baseline.ts'
import type { Settling } from '../../check/settle/settle.ts'
import type { Report } from '../../check/report/report.ts'
import type { CommandContext } from '../context.ts'
import { tellNotWritten } from './not-written.ts'
import { textOption } from './options.ts'
import { outputFile, type OutputFile } from './outputs.ts'
import { writeOutput } from './write-output.ts'

/**
 * The file that `--write-baseline` names, if it is given.
 *
 * @throws Failure `invalid` where it cannot be written
 */
export async function writtenBaseline(context: CommandContext): Promise<OutputFile | undefined> {
  const file = textOption(context, 'writeBaseline')
  return file === undefined ? undefined : outputFile(file, context)
}

/**
 * Writes the findings of a check down as known, beside those of the baseline before that it did not look at. Not those of an incomplete one, unless that is allowed: what was not
 * seen would count as new later.
 *
 * @throws Failure where that fails
 */
export async function writeBaseline(
  file: OutputFile,
  { modules, exit }: Report,
  { baseline: before, isWhole }: Pick<Settling, 'baseline'> & { readonly isWhole: boolean },
  context: Pick<CommandContext, 'stderr'>,
): Promise<void> {
  if (exit !== 3) return writeOutput(file, baselineText(modules, before, isWhole))
  tellNotWritten(context, file.name)
}
