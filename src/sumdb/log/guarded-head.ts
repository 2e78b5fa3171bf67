import type { GuardFile } from '../../store/log/guard-file.ts'
import { equalHashes } from '../../tlog/hash.ts'
import type { Verifier } from '../../tlog/verifier.ts'
import { guardRefusal, readGuard } from './guard.ts'
import { formatSignedHead, type SignedHead } from './signed-head.ts'

/** The head that is published, as one process sees it: it only ever grows. */
export interface GuardedHead {
  /**
   * Reads it from the guard, since others may have published. What it gives is on stable storage.
   *
   * @throws Failure `mismatch` when the guard is gone, is none, or is older or another than this process has seen it
   */
  readonly look: () => Promise<SignedHead>
  /**
   * Publishes a head: it is in the guard, on stable storage, when this resolves. Only with the lock of the log.
   *
   * @throws Failure as `GuardFile.write` does: whether it is published is open then
   */
  readonly publish: (head: SignedHead) => Promise<void>
}

/** Follows a guard. What was seen of it is remembered, however often the database of the log is opened anew. */
export function guardedHead(guard: GuardFile, verifier: Verifier): GuardedHead {
  let known: SignedHead | undefined
  const keep = (head: SignedHead): SignedHead =>
    known === undefined || head.size > known.size ? (known = head) : known

  return {
    async look() {
      // Whatever was published before this began is in the guard; what is published meanwhile need not be.
      const before = known
      const found = await readGuard(guard, verifier, before)
      if (found === before) return keep(found)
      if (before && found.size < before.size) {
        const why = `its guard was taken back to ${found.size} records, and ${before.size} were published`
        throw guardRefusal(verifier, why, guard)
      }
      if (found.size === before?.size && !equalHashes(found.root, before.root)) {
        const why = `its guard has another tree of ${found.size} records than was published`
        throw guardRefusal(verifier, why, guard)
      }
      await guard.settle()
      return keep(found)
    },
    async publish(head) {
      await guard.write(formatSignedHead(head))
      known = head
    },
  }
}
