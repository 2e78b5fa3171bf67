import type { Failure } from '../failure.ts'
import type { Gate } from '../outbound/gate.ts'
import type { DoubtfulHead } from '../store/facts/doubtful-heads.ts'
import type { Facts } from '../store/facts/open-facts.ts'
import { remoteLog } from '../sumdb/client/remote-log.ts'
import { openRelay, type Relay } from '../sumdb/relay/open-relay.ts'
import { pinnedHeads } from '../sumdb/relay/pinned-heads.ts'
import { usualWay } from '../sumdb/relay/usual-way.ts'
import { keyNameOf, parseVerifierKey } from '../tlog/verifier.ts'
import type { Config } from './config/config.ts'
import { privateModules } from './private-modules.ts'

/** Who is told what of checksum databases of others. */
export interface RelayListeners {
  /** A database was caught with two histories, and nothing of it is passed on any more. */
  readonly onFork: (name: string, evidence: string) => void
  /** A database has signed a head that was shown neither to fit nor to contradict what is known of it. */
  readonly onDoubt: (name: string, doubt: DoubtfulHead) => void
  /** One of several sources of a database could not be held against the others. */
  readonly onSourceTrouble: (name: string, url: string, failure: Failure) => void
  /** A database could not be asked, or is not believed; the same trouble is told once a minute. */
  readonly onTrouble: (name: string, error: unknown) => void
  /** It was compared again after that. */
  readonly onRecovery: (name: string) => void
}

/** What relays are made with. */
export interface RelayParts {
  readonly gate: Pick<Gate, 'ask'>
  readonly facts: Facts
  readonly now: () => number
}

/**
 * The checksum databases of others that are passed on, by name. Where `upstream` says that nobody is asked, one is
 * passed on only if something of it is kept: clients may know another way to it.
 */
export function relays(
  config: Pick<Config, 'checksumDatabases' | 'upstream' | 'private'>,
  { gate, facts, now }: RelayParts,
  listeners: RelayListeners,
): ReadonlyMap<string, Relay> {
  const { upstream } = config
  const isOff = upstream[0]?.source === 'off'
  const isPrivate = privateModules(config)
  const opened = config.checksumDatabases.flatMap(({ key, urls }) => {
    const verifier = parseVerifierKey(key)
    const { name } = verifier
    const log = keyNameOf(verifier)
    if (isOff && !urls && !facts.relayedHead(log)) return []
    const all = (reason: 'foreground' | 'floor') =>
      (urls ?? []).map((url) => ({ url, remote: remoteLog({ gate, name, url, reason }) }))
    const relay = openRelay({
      verifier,
      sources: urls
        ? all('foreground').map(({ remote }) => remote)
        : [usualWay({ gate, name, upstream })],
      background: all('floor'),
      pinned: pinnedHeads(log),
      isPrivate,
      kept: facts,
      now,
      onFork: (evidence) => listeners.onFork(name, evidence),
      onDoubt: (doubt) => listeners.onDoubt(name, doubt),
      onSourceTrouble: (url, failure) => listeners.onSourceTrouble(name, url, failure),
      onTrouble: (error) => listeners.onTrouble(name, error),
      onRecovery: () => listeners.onRecovery(name),
    })
    return [[name, relay] as const]
  })
  return new Map(opened)
}
