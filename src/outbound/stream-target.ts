import { Failure } from '../failure.ts'
import { refusal } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { isHost, isUser, withoutBrackets } from './host-and-user.ts'
import { ALLOW_HINT } from './network-failure.ts'
import { withoutCredentials } from './request-record.ts'

/** Where a conversation that is not HTTP goes to. */
export interface StreamTarget {
  /** A name or an address, without brackets, in lower case. */
  readonly host: string
  readonly port: number
  /** As the URL has it; '' for none. */
  readonly user: string
}

/**
 * Where to dial for an original URL. `URL` does not look into the host of one that no browser speaks.
 *
 * @param url in normal form
 * @throws Failure `invalid` for what no host or user can be called; `refused` for an address or a port that may not be asked
 */
export function streamTarget(
  url: string,
  defaultPort: number,
  options: Pick<GateOptions, 'rewriter' | 'allow'>,
): StreamTarget {
  const shown = withoutCredentials(url)
  const target = URL.parse(options.rewriter.apply(url))
  const host = withoutBrackets(target?.hostname ?? '').toLowerCase()
  if (!target || !isHost(host)) {
    throw new Failure('invalid', `Cannot ask ${shown}: its host is malformed`, { url: shown })
  }
  if (target.username !== '' && !isUser(target.username)) {
    throw new Failure('invalid', `Cannot ask ${shown}: its user name is malformed`, { url: shown })
  }
  const port = Number(target.port) || defaultPort
  const reason = refusal(host, port, options.allow)
  if (reason !== undefined) {
    throw new Failure('refused', `Cannot ask ${shown}: ${reason}`, { url: shown, hint: ALLOW_HINT })
  }
  return { host, port, user: target.username }
}
