import { Failure } from '../failure.ts'
import { refusal } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { ALLOW_HINT } from './network-failure.ts'
import { portOf } from './ports.ts'
import { withoutCredentials } from './request-record.ts'

/**
 * Where to dial for an original URL.
 *
 * @throws Failure `refused` for a scheme that is not spoken and an address or a port that may not be asked
 */
export function dialTarget(url: string, options: GateOptions): URL {
  const target = URL.parse(options.rewriter.apply(url))
  const shown = withoutCredentials(url)
  if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:')) {
    throw new Failure('refused', `Cannot ask ${shown}: only http and https are spoken here`, {
      url: shown,
    })
  }
  const isProxied = options.proxyFor?.(target) !== undefined
  const reason = refusal(target.hostname, portOf(target), options.allow, isProxied)
  if (reason !== undefined) {
    throw new Failure('refused', `Cannot ask ${shown}: ${reason}`, { url: shown, hint: ALLOW_HINT })
  }
  return target
}
