import { Failure, type FailureCode } from '../../failure.ts'

/** Why our log cannot be used, by what failed. */
const reasons: Partial<Record<FailureCode, string>> = {
  mismatch: 'its database is not what was published',
  'no-space': 'the disk of the server is full',
  unsupported: 'a newer Headwater has used its database',
}

/**
 * What clients are told when our log cannot be used. Its cause is the whole of it, with files of this machine, for those who
 * run it.
 *
 * @param name of the log
 */
export function outwardFailure(cause: Failure, name: string): Failure {
  const reason = reasons[cause.code] ?? 'it can be neither read nor written now'
  const { retryAfter } = cause.details
  return new Failure(cause.code, `Cannot use the log ${name}: ${reason}`, {
    cause,
    hint: 'Whoever runs it learns more from "headwater sumdb fsck"',
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

/** Most causes that are told. */
const mostCauses = 5

/** All that is known of a trouble, as one line for those who run the log: what failed, why, and what to do. */
export function whyOf(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && texts.length < mostCauses; at = at.cause) {
    texts.push(at.message)
    if (Failure.is(at) && at.details.hint !== undefined) texts.push(at.details.hint)
  }
  return texts.length === 0 ? String(error) : texts.join('; ')
}
