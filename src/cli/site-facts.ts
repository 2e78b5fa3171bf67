import { userAgent } from '../outbound/user-agent.ts'
import type { SiteFacts } from '../web/site-facts.ts'
import type { Config } from './config/config.ts'
import { version } from './version.ts'

const day = 86_400_000

/** What the pages tell of this mirror, given the URL that clients use. */
export function siteFacts(config: Config, url: string): SiteFacts {
  const { outbound, politeness, ledger } = config
  return {
    url,
    version,
    userAgent: userAgent(version, { publicUrl: config.publicUrl, contact: outbound.contact }),
    ...(outbound.contact !== undefined && { contact: outbound.contact }),
    addresses: [],
    retentionDays: Math.floor(ledger.requests / day),
    background: politeness.looks,
    floorDays: politeness.floor === Infinity ? 0 : politeness.floor / day,
  }
}
