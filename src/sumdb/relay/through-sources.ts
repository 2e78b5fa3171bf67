import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import type { RemoteLog } from '../client/remote-log.ts'

/** Does a work with one of several sources of a log. */
export type ThroughSources = <T>(work: (remote: RemoteLog) => Promise<T>) => Promise<T>

/**
 * Makes the one that tries the sources in turn, beginning with the one that last did. When all fail, what tells most is
 * thrown: that one contradicts itself or us (`mismatch`), else why one could not be asked; `not-found` only where all
 * say so.
 *
 * @param name of the log
 * @param isOver whether nothing more is to be asked, whatever has failed
 */
export function throughSources(
  name: string,
  sources: readonly RemoteLog[],
  isOver: () => boolean,
): ThroughSources {
  let first = 0
  return async (work) => {
    let worst: Failure | undefined
    for (const [i] of sources.entries()) {
      const at = (first + i) % sources.length
      try {
        const done = await work(sources[at] as RemoteLog)
        first = at
        return done
      } catch (error) {
        const failure = failureOf(error, name)
        if (isOver()) throw failure
        if (!worst || rank(failure) > rank(worst)) worst = failure
      }
    }
    throw worst ?? new Failure('refused', `Cannot ask ${name}: nobody may be asked for it`)
  }
}

/**
 * Why a log of that name is not believed, or could not be asked.
 *
 * @throws the error itself where it tells nothing of that
 */
export function failureOf(error: unknown, name: string): Failure {
  if (Failure.is(error)) return error
  if (!(error instanceof ProofError) && !(error instanceof InvalidError)) throw error
  return new Failure('mismatch', `Cannot believe ${name}: ${error.message}`, {
    cause: error,
    hint: 'Who answers for the database is broken or lies, so nothing of this was passed on',
  })
}

function rank({ code }: Failure): number {
  return code === 'mismatch' ? 2 : code === 'not-found' ? 0 : 1
}
