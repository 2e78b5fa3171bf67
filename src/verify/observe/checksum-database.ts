import { Failure } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { Gate } from '../../outbound/gate.ts'
import type { LogHeads } from '../../store/facts/log-heads.ts'
import type { LoggedRecords } from '../../store/facts/logged-records.ts'
import { inTurn } from '../../work/in-turn.ts'
import { readHashTile } from '../../sumdb/client/read-tile.ts'
import { remoteLog, type RemoteLog } from '../../sumdb/client/remote-log.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { planTreeHash } from '../../tlog/hash-plan.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import type { HashTile } from '../../tlog/tile.ts'
import { followLog } from '../../tlog/timeline.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { verifyTiles, type TileSource, type VerifiedTiles } from '../../tlog/verified-tiles.ts'
import { keyNameOf, type Verifier } from '../../tlog/verifier.ts'
import { verifyLookup } from '../../tlog/verify-lookup.ts'
import type { LoggedSums, Remark } from '../judge/observation.ts'
import { once, onceForEach } from '../../work/once.ts'

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

/** Where a database is read. */
interface Way {
  readonly remote: RemoteLog
  readonly source: TileSource
}

/** What a checksum database is asked with. */
export interface DatabaseTools {
  readonly gate: Pick<Gate, 'ask'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly memory: LogHeads & LoggedRecords
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
 * record, and begins with the tree of every head that was verified here before. Each version is asked for once, and one
 * that was proved never again.
 *
 * Source: x/mod/sumdb.Client.Lookup
 */
export function databaseAsker(
  { url: base, verifier, nearer }: ChecksumDatabase,
  { gate, now, memory }: DatabaseTools,
): DatabaseAsker {
  const { name } = verifier
  const log = keyNameOf(verifier)
  const itself = wayThrough(remoteLog({ gate, name, url: base }))
  const near = nearer && wayThrough(nearer.remote)
  const turns = inTurn()
  let last = itself
  let latest = verifyTiles(
    memory.logHead(name) ?? { size: 0, root: planTreeHash(0).finish([]) },
    last.source,
  )
  let isNearUseless = false

  /** Tiles come from the way that the head came by: what one cannot give, the other may. */
  function follow(head: TreeHead, way: Way): Promise<VerifiedTiles> {
    return turns(async () => {
      const known = way === last ? latest : verifyTiles(latest.head, way.source)
      latest = await followLog(known, head, way.source)
      last = way
      return latest
    })
  }

  async function prove(
    response: Uint8Array,
    path: string,
    version: string,
    way: Way,
  ): Promise<LoggedSums> {
    const verification = {
      verifiers: [verifier],
      follow: (head: TreeHead) => follow(head, way),
    }
    const { sums, latest: newest } = await verifyLookup(response, { path, version }, verification)
    const { head } = newest
    memory.saveLogHead(name, head)
    const proved = { goModSum: sums.goMod, zipSum: sums.zip, size: head.size, at: now() }
    memory.saveLoggedRecord({ log, path, version }, proved)
    return { name, ...proved }
  }

  async function askThrough(way: Way, path: string, version: string): Promise<Logged> {
    try {
      const asked = `lookup/${escapePath(path)}@${escapeVersion(version)}`
      return { sums: await prove(await way.remote.read(asked), path, version, way) }
    } catch (error) {
      return whyNot(error, name)
    }
  }

  async function ask(path: string, version: string): Promise<Logged> {
    if (near && !isNearUseless && nearer.mayKnow(path)) {
      const told = await askThrough(near, path, version)
      const code = told.remark?.code
      if (code === undefined || code === 'sumdb-forked') return told
      if (code === 'sumdb-unverified') isNearUseless = true
    }
    return askThrough(itself, path, version)
  }

  function known(path: string, version: string): LoggedSums | undefined {
    const record = memory.loggedRecord({ log, path, version })
    return record && { name, ...record }
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

function wayThrough(remote: RemoteLog): Way {
  const tileOf = onceForEach<Uint8Array>()
  async function readTile(tile: HashTile): Promise<Uint8Array> {
    try {
      return await tileOf(formatTilePath(tile), () => readHashTile(remote, tile))
    } catch (error) {
      if (!Failure.is(error, 'not-found')) throw error
      throw new ProofError(`it does not give ${formatTilePath(tile)}`)
    }
  }
  return { remote, source: { readTile } }
}

function whyNot(error: unknown, name: string): Logged {
  if (Failure.is(error, 'not-held', 'stopped')) return {}
  if (Failure.is(error, 'not-found')) {
    return remarkOn('sumdb-missing', `${name} has no record of it`)
  }
  if (Failure.is(error)) return remarkOn('sumdb-unasked', error.message)
  if (error instanceof ForkError) {
    return remarkOn('sumdb-forked', `${name} has two histories: ${error.message}`)
  }
  if (error instanceof ProofError || error instanceof InvalidError) {
    return remarkOn('sumdb-unverified', `The answer of ${name} proves nothing: ${error.message}`)
  }
  throw error
}

function remarkOn(code: string, text: string): Logged {
  return { remark: { code, text } }
}
