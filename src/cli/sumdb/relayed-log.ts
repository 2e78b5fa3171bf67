import { Failure } from '../../failure.ts'
import { shownKey } from '../../tlog/key-text.ts'
import { keyNameOf, parseVerifierKey } from '../../tlog/verifier.ts'
import type { Config } from '../config/config.ts'

/** A checksum database of others that is passed on. */
export interface RelayedLog {
  readonly name: string
  /** The name and id of its key. */
  readonly log: string
}

/** Those of the configuration. */
export function relayedLogs({
  checksumDatabases,
}: Pick<Config, 'checksumDatabases'>): RelayedLog[] {
  return checksumDatabases.map(({ key }) => {
    const verifier = parseVerifierKey(key)
    return { name: verifier.name, log: keyNameOf(verifier) }
  })
}

/**
 * The one with a name.
 *
 * @throws Failure `invalid` when there is none
 */
export function relayedLog(config: Pick<Config, 'checksumDatabases'>, name: string): RelayedLog {
  const logs = relayedLogs(config)
  const found = logs.find((one) => one.name === name)
  if (found) return found
  throw new Failure('invalid', `Cannot find the checksum database ${shownKey(name)}`, {
    hint: `Those in the configuration are: ${logs.map((one) => one.name).join(', ') || 'none'}`,
  })
}
