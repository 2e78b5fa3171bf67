import { Failure } from '../failure.ts'
import type { Gate } from './gate.ts'
import { withoutCredentials } from './request-record.ts'

/** A gate that asks nobody: whatever would go out is refused with a Failure `not-held`. */
export function offlineGate(gate: Gate): Gate {
  return {
    ...gate,
    ask: refuse,
    permitProgram: refuse,
    connect: refuse,
    runRemotely: refuse,
    inquire: async () => undefined,
    obstacle: async () => ({ why: 'robots-unreachable' }),
  }
}

async function refuse({ url }: { readonly url: string }): Promise<never> {
  const shown = withoutCredentials(url)
  throw new Failure('not-held', `Cannot ask ${shown}: nobody is asked offline`, { url: shown })
}
