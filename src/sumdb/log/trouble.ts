import { Failure, type FailureCode } from '../../failure.ts'
import { diskFailure } from '../../store/log/disk-failure.ts'

/** Why our log cannot be used, by what failed. */
const reasons: Partial<Record<FailureCode, string>> = {
  mismatch: 'its database is not what was published',
  'no-space': 'the disk of the server is full',
  unsupported: 'a newer Headwater has used its database',
}

/**
 * What clients are told when our log cannot be used. Its cause is the whole of it, with files of this machine, for those who
 * run it. A bug is given as it is.
 *
 * @param name of the log
 */
export function outward(error: unknown, name: string): unknown {
  const cause = diskFailure(error, `use the log ${name}`)
  if (!Failure.is(cause)) return cause
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

/**
 * All that is known of a trouble, for those who run the log: what failed and why, as one line, and the way out that the
 * innermost cause knows which has one.
 */
export function whyOf(error: unknown): { readonly reason: string; readonly hint?: string } {
  const texts: string[] = []
  let hint: string | undefined
  for (let at = error; at instanceof Error && texts.length < mostCauses; at = at.cause) {
    texts.push(at.message)
    if (Failure.is(at)) hint = at.details.hint ?? hint
  }
  const reason = texts.length === 0 ? String(error) : texts.join('; ')
  return { reason, ...(hint !== undefined && { hint }) }
}
