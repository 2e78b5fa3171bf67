import type { Answer, Ask } from './exchange.ts'
import type { GateOptions } from './gate-options.ts'
import { openPassage } from './passage.ts'
import { openProgramWay, type Errand, type ProgramWay } from './program-way.ts'
import { openRelay } from './relay.ts'

/**
 * Lets a program out that speaks HTTP by itself.
 *
 * @param errand its URL in normal form
 * @param target that URL, rewritten, and found to be one that may be asked
 */
export function letProgramOut(
  errand: Errand,
  target: URL,
  { ask, options }: { ask: (ask: Ask) => Promise<Answer>; options: GateOptions },
): Promise<ProgramWay> {
  const patience = options.requestTimeout
  if (errand.door === 'relay') {
    const { pathname, search } = new URL(errand.url)
    return openProgramWay({
      errand,
      patience,
      urlAt: (base) => base + pathname + search,
      serve: (client, keeper) => openRelay(client, { ask, errand, keeper }),
    })
  }
  const { purpose } = errand
  const onlySecure = target.protocol === 'https:'
  return openProgramWay({
    errand,
    patience,
    urlAt: () => target.href,
    serve: (client, keeper) => openPassage(client, { options, purpose, onlySecure, keeper }),
  })
}
