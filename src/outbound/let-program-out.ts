import { Failure } from '../failure.ts'
import { dialTarget, type Answer, type Ask } from './exchange.ts'
import type { GateOptions } from './gate-options.ts'
import { openPassage } from './passage.ts'
import { openProgramWay, type Errand, type ProgramWay } from './program-way.ts'
import { withoutCredentials } from './request-record.ts'
import { openRelay } from './relay.ts'
import type { TunnelOptions } from './tunnel.ts'

/**
 * Lets a program out that speaks HTTP by itself.
 *
 * @param errand its URL in normal form
 * @throws Failure `unsupported` for another scheme than http and https, `refused` for an address that may not be asked
 */
export async function letProgramOut(
  errand: Errand,
  {
    ask,
    options,
    tunnels,
  }: { ask: (ask: Ask) => Promise<Answer>; options: GateOptions; tunnels: TunnelOptions },
): Promise<ProgramWay> {
  const target = programTarget(errand, options)
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
  const { purpose, reason = 'foreground' } = errand
  const onlySecure = target.protocol === 'https:'
  return openProgramWay({
    errand,
    patience,
    // It stands among the arguments of the program, for everybody to see.
    urlAt: () => withoutCredentials(target.href),
    serve: (client, keeper) =>
      openPassage(client, { options, tunnels, purpose, reason, onlySecure, keeper }),
  })
}

/** Where the program goes to. A relay asks for what stands in the original URL, so that this must be of HTTP, too. */
function programTarget({ url, door }: Errand, options: GateOptions): URL {
  const asked = [options.rewriter.apply(url), ...(door === 'relay' ? [url] : [])]
  if (asked.every((each) => /^https?:/.test(URL.parse(each)?.protocol ?? ''))) {
    return dialTarget(url, options)
  }
  throw new Failure(
    'unsupported',
    `Cannot read ${url}: Mercurial, Subversion and Fossil are spoken over http and https only`,
    { url, at: 'repository' },
  )
}
