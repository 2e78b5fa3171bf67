import { Failure } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { Gate } from '../../outbound/gate.ts'
import type { LoggedRecords } from '../../store/facts/logged-records.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import { remoteLog, type RemoteLog } from '../../sumdb/client/remote-log.ts'
import { sharing } from '../../sumdb/client/sharing.ts'
import { followedTree } from '../../sumdb/relay/followed-tree.ts'
import { isLacking } from '../../sumdb/relay/kept-tiles.ts'
import { openHead } from '../../sumdb/relay/open-head.ts'
import { parseLookup } from '../../tlog/lookup.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { parseRecordOf } from '../../tlog/record-text.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { keyNameOf, type Verifier } from '../../tlog/verifier.ts'
import { verifyLookup } from '../../tlog/verify-lookup.ts'
import { once } from '../../work/once.ts'
import type { LoggedSums, Remark } from '../judge/observation.ts'
import { forgivingLogs } from './forgiving-logs.ts'

/** A checksum database of others. */
export interface ChecksumDatabase {
  /** Original URL, without a slash at its end. */
  readonly url: string
  /** Its key; the name in it is the name of the database. */
  readonly verifier: Verifier
  /** Whether it must not be asked for a module. */
  readonly excludes: (path: string) => boolean
  /** Asked first. What it does not have, or does not prove, is asked of `url`. */
  readonly nearer?: NearerLog
}

/** The same database at a server that passes it on, which is believed no more than any other. */
export interface NearerLog {
  readonly remote: RemoteLog
  /** Whether it may be told of a module. */
  readonly mayKnow: (path: string) => boolean
}

/** What a checksum database is asked with. */
export interface DatabaseTools {
  readonly gate: Pick<Gate, 'ask'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Shared with whoever passes databases on: what one of them has seen, the other holds heads against. */
  readonly memory: RelayedLogs & LoggedRecords
}

/** Gives the records of a checksum database. */
export interface DatabaseAsker {
  /** The record that was proved before. Asks nobody. */
  readonly known: (path: string, version: string) => LoggedSums | undefined
  /** The record, asked for unless it was proved before. */
  readonly record: (path: string, version: string) => Promise<Logged>
}

/** What came of asking: the record, or why there is none that counts; nothing where nobody may be asked any more. */
export interface Logged {
  readonly sums?: LoggedSums
  readonly remark?: Remark
}

/**
 * Makes the asker for records. A record counts only when it is proved: the head beside it is signed, its tree has the
 * record, and is of one history with every head that was verified here before, by a check or for clients of a server. A
 * database that was caught with two is asked nothing, until somebody says so. Each version is asked for once, and one that
 * was proved never again.
 *
 * Source: x/mod/sumdb.Client.Lookup
 */
export function databaseAsker(
  { url: base, verifier, nearer }: ChecksumDatabase,
  { gate, now, memory }: DatabaseTools,
): DatabaseAsker {
  const { name } = verifier
  const log = keyNameOf(verifier)
  const verifiers = [verifier]
  const itself = sharing(remoteLog({ gate, name, url: base }))
  const near = nearer && sharing(nearer.remote)
  // What one does not give of the tree that is known, the other may.
  const all = near ? [itself, near] : [itself]
  const kept = forgivingLogs(memory)
  const tree = followedTree({ name, log, pinned: [], kept, now })
  let isNearUseless = false

  async function prove(
    response: Uint8Array,
    path: string,
    version: string,
    remote: RemoteLog,
  ): Promise<LoggedSums> {
    const { id, note: given } = parseLookup(response)
    const { note } = openHead(given, verifiers)
    tree.expect(id, remote)
    const follow = (head: TreeHead) => tree.follow({ ...head, note }, remote, all)
    const { record, sums, latest } = await verifyLookup(
      response,
      { path, version },
      { verifiers, follow },
    )
    const proved = {
      goModSum: sums.goMod,
      zipSum: sums.zip,
      size: latest.head.size,
      at: now(),
    }
    memory.saveRelayedRecord({ log, path, version }, record)
    memory.saveLoggedRecord({ log, path, version }, proved)
    return { name, ...proved }
  }

  async function askThrough(remote: RemoteLog, path: string, version: string): Promise<Logged> {
    try {
      const asked = `lookup/${escapePath(path)}@${escapeVersion(version)}`
      const sums = await prove(await remote.read(asked), path, version, remote)
      return kept.isFrozen(log) ? forked(name) : { sums }
    } catch (error) {
      return kept.isFrozen(log) ? forked(name) : whyNot(error, name)
    }
  }

  async function ask(path: string, version: string): Promise<Logged> {
    if (kept.isFrozen(log)) return forked(name)
    if (near && !isNearUseless && nearer.mayKnow(path)) {
      const told = await askThrough(near, path, version)
      const code = told.remark?.code
      if (code === undefined || code === 'sumdb-forked') return told
      if (code === 'sumdb-unverified') isNearUseless = true
    }
    return askThrough(itself, path, version)
  }

  function known(path: string, version: string): LoggedSums | undefined {
    const logged = memory.loggedRecord({ log, path, version })
    if (logged) return { name, ...logged }
    const relayed = memory.relayedRecord({ log, path, version })
    const head = relayed && memory.relayedHead(log)
    if (!head) return undefined
    try {
      const { goMod, zip } = parseRecordOf(path, version, relayed.text)
      const at = memory.relayedHeadAt(log) ?? now()
      return { name, goModSum: goMod, zipSum: zip, size: head.size, at }
    } catch (error) {
      // One with lines that nobody knows is read by who proves it.
      if (error instanceof InvalidError) return undefined
      throw error
    }
  }

  const asked = once((key) => ask(...(JSON.parse(key) as [string, string])))

  return {
    known,
    async record(path, version) {
      const sums = known(path, version)
      return sums ? { sums } : asked(JSON.stringify([path, version]))
    },
  }
}

function whyNot(error: unknown, name: string): Logged {
  if (Failure.is(error, 'not-held', 'stopped')) return {}
  if (Failure.is(error, 'not-found')) {
    return remarkOn('sumdb-missing', `${name} has no record of it`)
  }
  if (error instanceof ProofError || error instanceof InvalidError || isLacking(error)) {
    return remarkOn('sumdb-unverified', `The answer of ${name} proves nothing: ${error.message}`)
  }
  if (Failure.is(error)) return remarkOn('sumdb-unasked', error.message)
  throw error
}

function forked(name: string): Logged {
  return remarkOn(
    'sumdb-forked',
    `${name} has two histories, so nothing of it counts: "headwater sumdb forks" shows the proof`,
  )
}

function remarkOn(code: string, text: string): Logged {
  return { remark: { code, text } }
}
