import { Failure } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { readAll, type Gate } from '../../outbound/gate.ts'
import type { LogHeads } from '../../store/facts/log-heads.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { hashSize } from '../../tlog/hash.ts'
import { planTreeHash } from '../../tlog/hash-plan.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { tileWidth, type HashTile } from '../../tlog/tile.ts'
import { verifyTiles, type TileSource, type VerifiedTiles } from '../../tlog/verified-tiles.ts'
import type { Verifier } from '../../tlog/verifier.ts'
import { verifyLookup } from '../../tlog/verify-lookup.ts'
import type { LoggedSums, Remark } from '../judge/observation.ts'
import { once } from './once.ts'

/** A checksum database of others. */
export interface ChecksumDatabase {
  /** Original URL, without a slash at its end. */
  readonly url: string
  /** Its key; the name in it is the name of the database. */
  readonly verifier: Verifier
  /** Whether it must not be asked for a module. */
  readonly excludes: (path: string) => boolean
}

/** What a checksum database is asked with. */
export interface DatabaseTools {
  readonly gate: Pick<Gate, 'ask'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly memory: LogHeads
}

/** What came of asking: the record, or why there is none that counts; nothing where nobody may be asked any more. */
export interface Logged {
  readonly sums?: LoggedSums
  readonly remark?: Remark
}

/** A record has two lines, and a head few more. */
const mostBytes = 256 * 1024

/**
 * Makes the asker for records. A record counts only when it is proved: the head beside it is signed, its tree has the
 * record, and begins with the tree of every head that was verified here before. Each version is asked for once.
 *
 * Source: x/mod/sumdb.Client.Lookup
 */
export function databaseAsker(
  { url: base, verifier }: ChecksumDatabase,
  { gate, now, memory }: DatabaseTools,
): (path: string, version: string) => Promise<Logged> {
  const { name } = verifier
  const tileOf = once(readAt)
  const source: TileSource = { readTile }
  let latest = rememberedTiles()
  /** Heads are taken in one after the other, so that each is held against the one before. */
  let verifying: Promise<unknown> = Promise.resolve()

  function rememberedTiles(): VerifiedTiles {
    const none = { size: 0, root: planTreeHash(0).finish([]) }
    return verifyTiles(memory.logHead(name) ?? none, source)
  }

  async function readAt(path: string): Promise<Uint8Array | undefined> {
    const url = `${base}/${path}`
    const answer = await gate.ask({ url, purpose: 'sumdb', maxBytes: mostBytes })
    const body = await readAll(answer)
    if (answer.status === 200) return body
    if (answer.status === 404 || answer.status === 410) return undefined
    const text = `Cannot ask ${name}: it answered ${answer.status}`
    throw new Failure('unreachable', text, { url, status: answer.status })
  }

  /** A tile that has grown may be offered in its full width only. */
  async function readTile(tile: HashTile): Promise<Uint8Array> {
    const own = await tileOf(formatTilePath(tile))
    const found = own ?? (await tileOf(formatTilePath({ ...tile, width: tileWidth })))
    if (found !== undefined) return found.subarray(0, tile.width * hashSize)
    throw new ProofError(`it does not give ${formatTilePath(tile)}`)
  }

  async function prove(response: Uint8Array, path: string, version: string): Promise<LoggedSums> {
    const known = { verifiers: [verifier], latest, source }
    const { sums, latest: newest } = await verifyLookup(response, { path, version }, known)
    latest = newest
    memory.saveLogHead(name, newest.head)
    const { size } = newest.head
    return { at: now(), name, goModSum: sums.goMod, zipSum: sums.zip, size }
  }

  async function ask(path: string, version: string): Promise<Logged> {
    try {
      const response = await readAt(`lookup/${escapePath(path)}@${escapeVersion(version)}`)
      if (response === undefined) return remarkOn('sumdb-missing', `${name} has no record of it`)
      const proving = verifying.then(() => prove(response, path, version))
      verifying = proving.catch(() => {})
      return { sums: await proving }
    } catch (error) {
      return whyNot(error, name)
    }
  }

  const asked = once((key) => ask(...(JSON.parse(key) as [string, string])))
  return (path, version) => asked(JSON.stringify([path, version]))
}

function whyNot(error: unknown, name: string): Logged {
  if (Failure.is(error, 'not-held', 'stopped')) return {}
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
