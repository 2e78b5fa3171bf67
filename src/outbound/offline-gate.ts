import { Failure, type FailureDetails } from '../failure.ts'
import type { Gate } from './gate.ts'
import { withoutCredentials } from './request-record.ts'
import type { Rewriter } from './rewrite.ts'

/** A gate that asks nobody: whatever would go out is refused with a Failure `not-held`. It knows no credentials. */
export function offlineGate(rewriter: Rewriter): Gate {
  return {
    ask: refuseOffline,
    permitProgram: refuseOffline,
    connect: refuseOffline,
    runRemotely: refuseOffline,
    rewritten: (url) => rewriter.apply(url),
    inquire: async () => undefined,
    isAuthorized: () => false,
    obstacle: async () => ({ why: 'robots-unreachable' }),
    forbids: () => false,
    saved() {},
    standing: () => undefined,
    async close() {},
  }
}

/**
 * What is answered to every question offline.
 *
 * @param at what was going to be asked
 * @throws Failure `not-held`, always
 */
export async function refuseOffline(
  { url }: { readonly url: string },
  at?: FailureDetails['at'],
): Promise<never> {
  const shown = withoutCredentials(url)
  throw new Failure('not-held', `Cannot ask ${shown}: nobody is asked offline`, {
    url: shown,
    ...(at && { at }),
  })
}
