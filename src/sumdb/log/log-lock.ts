import { Failure } from '../../failure.ts'
import type { GuardFile } from '../../store/log/guard-file.ts'
import type { Store } from '../../store/open-store.ts'

/** Milliseconds that a batch waits for others to finish theirs. */
const patienceMs = 15_000

/**
 * Takes the lock of a log, which is that of its guard: whoever publishes has it, with a copy of the data folder, too. Who
 * waits for it keeps the turn of the data folder meanwhile, so that one that is always busy cannot come back before those who
 * wait.
 *
 * @throws Failure `unreachable` when others keep it for too long; as the locks do when it cannot be taken
 */
export async function logLock(
  { lock }: Pick<Store, 'lock'>,
  guard: Pick<GuardFile, 'lock'>,
): Promise<AsyncDisposable> {
  const patience = AbortSignal.timeout(patienceMs)
  try {
    await using _ = await lock('write to the log', patience)
    return await guard.lock(patience)
  } catch (error) {
    if (!Failure.is(error)) throw error
    const [code, why] = patience.aborted
      ? (['unreachable', 'another process is busy with it'] as const)
      : ([error.code, 'its lock cannot be taken'] as const)
    throw new Failure(code, `Cannot write to the log: ${why}`, { cause: error, retryAfter: 10 })
  }
}
