import type { LogKey } from '../sumdb/log/log-key.ts'
import type { OwnLog } from '../sumdb/log/own-log.ts'
import type { Relay } from '../sumdb/relay/open-relay.ts'
import type { LogSource } from '../web/log-source.ts'
import type { Config } from './config/config.ts'
import { clientSettings } from './sumdb/client-settings.ts'

/** Where the pages of checksum databases have their data from: our log, and how each of those of others fares. */
export function logSource(
  config: Pick<Config, 'private'>,
  others: ReadonlyMap<string, Relay>,
  own: { readonly key: LogKey; readonly log: Pick<OwnLog, 'view'> } | undefined,
): LogSource {
  return {
    others: () => [...others.values()].map((relay) => relay.standing()),
    ...(own && {
      own: {
        name: own.key.verifier.name,
        key: own.key.text,
        settings: clientSettings(own.key.text, config.private.length > 0),
        view: own.log.view,
      },
    }),
  }
}
