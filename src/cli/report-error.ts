import { Failure } from '../failure.ts'
import { isAtFileLimit, openFilesLimit } from '../open-files.ts'
import { safeLines } from '../safe-text.ts'
import { version } from './version.ts'

/**
 * Tells the user of an error that ended the program: a Failure as it is, with its way out; that no more files can be
 * opened, whoever met that; anything else as a bug, with the stack when `verbose`. What a terminal would obey is shown
 * instead.
 */
export function reportError(
  thrown: unknown,
  stderr: NodeJS.WritableStream,
  verbose: boolean,
): void {
  const error = readable(thrown)
  if (Failure.is(error)) {
    stderr.write(`headwater: ${safeLines(error.message)}\n`)
    if (error.details.hint !== undefined) stderr.write(`  ${safeLines(error.details.hint)}\n`)
    if (verbose && error.cause !== undefined)
      stderr.write(`  because: ${described(error.cause, true)}\n`)
    return
  }
  stderr.write(
    `headwater: this is a bug in headwater ${version}, please report it: ${described(error, verbose)}\n`,
  )
  if (!verbose) stderr.write('  -v shows where it happened\n')
}

function readable(error: unknown): unknown {
  if (Failure.is(error)) return error
  if (isAtFileLimit(error)) {
    const { reason, hint } = openFilesLimit
    return new Failure('invalid', `Cannot go on: ${reason}`, { cause: error, hint })
  }
  return onFullDisk(error) ?? error
}

/** On a full disk the end of what could not go on fails, too. */
function onFullDisk(error: unknown): unknown {
  if (!(error instanceof SuppressedError)) return undefined
  const [ended, began] = [error.error, error.suppressed].map((one) => onFullDisk(one) ?? one)
  return [began, ended].every((one) => Failure.is(one, 'no-space')) ? began : undefined
}

function described(error: unknown, withStack: boolean): string {
  return safeLines(
    error instanceof Error && withStack ? (error.stack ?? String(error)) : String(error),
  )
}
