/** Why nothing more can be opened, and what to do about it. */
export const openFilesLimit = {
  reason: 'no more files can be opened at a time',
  hint: 'Raise the limit on open files, as with ulimit -n 1024; what was found out before is kept',
} as const

/**
 * Whether an error, or one that led to it or was thrown beside it, says that this process or the system has as many files
 * open as it may. That is about us, whatever was to be opened: no host and no folder is to blame. Source: open(2), EMFILE
 * and ENFILE
 */
export function isAtFileLimit(error: unknown): boolean {
  return errorsIn(error).some(
    (one) => 'code' in one && (one.code === 'EMFILE' || one.code === 'ENFILE'),
  )
}

/** An error and all that it was made from. */
export function errorsIn(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return []
  const beside = error instanceof SuppressedError ? [error.error, error.suppressed] : []
  const together = error instanceof AggregateError ? error.errors : []
  return [error, ...[error.cause, ...beside, ...together].flatMap(errorsIn)]
}
