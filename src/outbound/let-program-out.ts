import { Failure } from '../failure.ts'
import { dialTarget } from './dial-target.ts'
import type { Answer, Ask } from './exchange.ts'
import type { GateOptions } from './gate-options.ts'
import { openProgramWay, type Errand, type ProgramWay } from './program-way.ts'
import { openRelay } from './relay.ts'

/**
 * Lets a program out that speaks HTTP by itself.
 *
 * @param errand its URL in normal form
 * @throws Failure `unsupported` for another scheme than http and https, `refused` for an address that may not be asked
 */
export async function letProgramOut(
  errand: Errand,
  { ask, options }: { ask: (ask: Ask) => Promise<Answer>; options: GateOptions },
): Promise<ProgramWay> {
  checkTarget(errand, options)
  const { origin, pathname, search } = new URL(errand.url)
  const home = { origin }
  return openProgramWay({
    errand,
    patience: options.requestTimeout,
    urlAt: (base) => base + pathname + search,
    serve: (client, keeper) => openRelay(client, { ask, errand, home, keeper }),
  })
}

/** The relay asks for what stands in the original URL, so that both this and where it leads must be of HTTP. */
function checkTarget({ url }: Errand, options: GateOptions): void {
  if (
    [options.rewriter.apply(url), url].every((each) =>
      /^https?:/.test(URL.parse(each)?.protocol ?? ''),
    )
  ) {
    dialTarget(url, options)
    return
  }
  throw new Failure(
    'unsupported',
    `Cannot read ${url}: Mercurial, Subversion and Fossil are spoken over http and https only`,
    { url, at: 'repository' },
  )
}
