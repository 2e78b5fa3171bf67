import { Failure } from '../../failure.ts'
import type { LogForks } from '../../store/facts/log-forks.ts'
import { shownKey } from '../../tlog/key-text.ts'
import { keyNameOf, parseVerifierKey } from '../../tlog/verifier.ts'
import type { Config } from '../config/config.ts'

/** A checksum database of others. */
export interface RelayedLog {
  readonly name: string
  /** The name and id of its key. */
  readonly log: string
}

/**
 * Those of the configuration, and those besides that were caught with two histories or have a head in doubt: a check may have
 * asked another one.
 */
export function relayedLogs(
  { checksumDatabases }: Pick<Config, 'checksumDatabases'>,
  facts: Pick<LogForks, 'caughtLogs'>,
): RelayedLog[] {
  const logs = new Set([
    ...checksumDatabases.map(({ key }) => keyNameOf(parseVerifierKey(key))),
    ...facts.caughtLogs(),
  ])
  return [...logs].map((log) => ({ name: log.replace(/\+.*$/, ''), log }))
}

/**
 * The one with a name; where several keys have that, the first, or the one whose `NAME+ID` it is.
 *
 * @throws Failure `invalid` when there is none
 */
export function relayedLog(
  config: Pick<Config, 'checksumDatabases'>,
  facts: Pick<LogForks, 'caughtLogs'>,
  name: string,
): RelayedLog {
  const logs = relayedLogs(config, facts)
  const found = logs.find((one) => one.name === name || one.log === name)
  if (found) return found
  throw new Failure('invalid', `Cannot find the checksum database ${shownKey(name)}`, {
    hint: `Those that are known here are: ${logs.map((one) => one.name).join(', ') || 'none'}`,
  })
}
