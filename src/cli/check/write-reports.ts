import type { Report } from '../../check/report/report.ts'
import type { CommandContext } from '../context.ts'
import type { LineStream } from './line-stream.ts'
import { tellNotWritten } from './not-written.ts'
import type { Outputs } from './outputs.ts'
import { styleOf } from './text-style.ts'
import { written, type Format } from './writers.ts'
import { writeOutput } from './write-output.ts'

/**
 * Writes a report everywhere it is wanted; of ndjson on standard output only what is not there yet.
 * SARIF of an incomplete check is left out: whoever takes it for the whole state would close what it does not repeat.
 *
 * @throws Failure for the first file that cannot be written, when all others are
 */
export async function writeReports(
  report: Report,
  { stdout, files }: Outputs,
  lines: LineStream,
  context: CommandContext,
): Promise<void> {
  const style = styleOf(context)
  const isQuiet = context.options['quiet'] === true
  const whole = files.find(({ format }) => format === 'html' || format === 'json')
  if (stdout === 'ndjson') lines.end(report)
  else if (mayWrite(stdout, 'the SARIF report')) {
    const manner = { style, isQuiet, ...(whole && { inFull: whole.name }) }
    context.stdout.write(await written(stdout, report, manner))
  }
  const failures: unknown[] = []
  const plain = { ...style, width: 80, color: false, links: false, utf8: true }
  for (const file of files) {
    if (!mayWrite(file.format, file.name)) continue
    const text = await written(file.format, report, { style: plain, isQuiet: false })
    await writeOutput(file, text).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]

  function mayWrite(format: Format, name: string): boolean {
    if (format !== 'sarif' || report.complete || report.rules.allowIncomplete) return true
    tellNotWritten(context, name)
    return false
  }
}
