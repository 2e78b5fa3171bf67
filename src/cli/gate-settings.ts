import type { GateOptions } from '../outbound/gate-options.ts'
import { parseAllowList } from '../outbound/address.ts'
import { rewriter } from '../outbound/rewrite.ts'
import { userAgent } from '../outbound/user-agent.ts'
import type { Config } from './config/config.ts'
import { version } from './version.ts'

/**
 * What the configuration says of how a gate behaves.
 *
 * @param allowed what may be asked beside `outbound.allow`, as entries of it
 */
export function gateSettings(
  { outbound, rewrite, publicUrl, politeness }: Config,
  allowed: readonly string[] = [],
): Pick<
  GateOptions,
  | 'allow'
  | 'rewriter'
  | 'userAgent'
  | 'connectTimeout'
  | 'idleTimeout'
  | 'requestTimeout'
  | 'connectionsPerHost'
  | 'backgroundInterval'
> {
  return {
    allow: parseAllowList([...outbound.allow, ...allowed]),
    rewriter: rewriter(rewrite),
    userAgent: userAgent(version, { publicUrl, contact: outbound.contact }),
    connectTimeout: outbound.connectTimeout,
    idleTimeout: outbound.idleTimeout,
    requestTimeout: outbound.requestTimeout,
    connectionsPerHost: outbound.connectionsPerHost,
    backgroundInterval: politeness.interval,
  }
}
