import { LRUCache } from 'lru-cache'
import { Failure } from '../../failure.ts'
import type { LogRecord, NewRecord } from '../../store/log/log-record.ts'
import { formatDataTile } from '../../tlog/data-tile.ts'
import { formatLookup } from '../../tlog/lookup.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { planRecordProof } from '../../tlog/record-proof.ts'
import { tileWidth, type DataTile, type HashTile } from '../../tlog/tile.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { formatTlogProof } from '../../tlog/tlog-proof.ts'
import { singleFlight } from '../../work/single-flight.ts'
import { notHeldOf, type ChecksumLog } from '../checksum-log.ts'
import { admit, checkLedger, type Admission } from './admit.ts'
import { formatEntryBundle } from './entry-bundle.ts'
import { groupCommit, type GroupLimits } from './group-commit.ts'
import { openLogTree, type TreeOptions } from './log-tree.ts'
import { logView, type LogView } from './log-view.ts'
import { publishedRecord, runPlan, textsOf, tileOf, type PublishedTree } from './published-tree.ts'
import type { SignedHead } from './signed-head.ts'
import { tellTrouble, type TroubleListener } from './tell-trouble.ts'
import { gatherCosignatures, type Witnessing } from './witness/gather-cosignatures.ts'

/** Our own log, with all that a log may have. */
export interface OwnLog extends Required<ChecksumLog> {
  /** For people. */
  readonly view: LogView
  /** Takes nothing in any more, and resolves when what was taken is logged. */
  close(): Promise<void>
}

/** What our log needs. */
export interface OwnLogOptions extends TreeOptions {
  readonly admission: Admission
  /** Of what is logged together. */
  readonly limits?: GroupLimits
  /** Who cosigns it; nobody unless given. */
  readonly witnessing?: Witnessing
  readonly listener?: OwnLogListener
}

/** Who looks after our log. */
export interface OwnLogListener extends TroubleListener {
  /** A version is not logged, or not told, since its sums are not those that somebody else has, or that it had. */
  readonly onMismatch: (failure: Failure) => void
}

/** A batch blocks this process for some 10 milliseconds; a client waits a second or so for so many others. */
const usualLimits: GroupLimits = { batch: 256, waiting: 8192 }
/** Full tiles kept in memory, 8 KiB each. */
const tilesKept = 1024
/** Answers to lookups kept in memory, some 500 bytes each. */
const answersKept = 16_384

/** Opens our log. Whatever is wrong with it is told by its methods: a mirror goes on without. */
export function openOwnLog(options: OwnLogOptions): OwnLog {
  const { admission, key, limits = usualLimits } = options
  const { name } = key.verifier
  const opened = openLogTree(options)
  const tree = options.listener ? tellTrouble(opened, options.listener) : opened
  const cosigning = options.witnessing && gatherCosignatures(options.witnessing, tree, key.verifier)
  const group = groupCommit<NewRecord, LogRecord>(append, limits, `write to the log ${name}`)
  const flights = singleFlight<LogRecord>()
  const tiles = new LRUCache<string, Uint8Array>({ max: tilesKept })
  /** Answers to lookups but for the head, by `path@version`. */
  const answers = new LRUCache<string, string>({ max: answersKept })
  let refused = 0

  async function published(): Promise<PublishedTree & { readonly head: SignedHead }> {
    const { read, published } = await tree.open()
    return { read, size: published.size, head: published }
  }

  /** Counts what must not be logged, or told. */
  function noteRefusal(error: unknown): never {
    if (Failure.is(error, 'mismatch', 'refused')) refused += 1
    if (Failure.is(error, 'mismatch')) options.listener?.onMismatch(error)
    throw error
  }

  function checkKnown(record: LogRecord): void {
    try {
      checkLedger(record, admission.ledger)
    } catch (error) {
      noteRefusal(error)
    }
  }

  async function append(records: readonly NewRecord[]): Promise<(LogRecord | Failure)[]> {
    const outcomes = await tree.append(records)
    cosigning?.wake()
    return outcomes
  }

  /** The record of a version with a tree that has it; undefined where it is not logged. */
  async function heldRecordOf(path: string, version: string) {
    const tree = await published()
    const record = publishedRecord(tree, path, version)
    if (record) checkKnown(record)
    return record && { record, tree }
  }

  /** The record of a version, which is logged if it is not, with a tree that has it. */
  async function recordOf(path: string, version: string) {
    const held = await heldRecordOf(path, version)
    if (held) return held
    const record = await flights.run(`${path}@${version}`, async () =>
      group.add(await admit(path, version, admission).catch(noteRefusal)),
    )
    return { record, tree: await published() }
  }

  /** The answer to a lookup, whose record `find` gives where it was not answered lately. */
  async function answerTo(path: string, version: string, find: typeof recordOf): Promise<Buffer> {
    const name = `${path}@${version}`
    const kept = answers.get(name)
    if (kept !== undefined) return Buffer.from(kept + (await published()).head.note)
    const { record, tree } = await find(path, version)
    const answer = formatLookup({
      id: record.number,
      text: formatModuleRecord(record),
      note: '',
    })
    // What the ledger does not have in full yet must be held against it again.
    if (admission.ledger(path, version)?.zipSum !== undefined) answers.set(name, answer)
    return Buffer.from(answer + tree.head.note)
  }

  async function tileAt(tile: HashTile | DataTile): Promise<Uint8Array> {
    if (tile.level === 'data') {
      return Buffer.from(formatDataTile(textsOf(await published(), { ...tile, level: 'data' })))
    }
    const hashTile = { ...tile, level: tile.level }
    const path = formatTilePath(tile)
    const kept = tiles.get(path)
    if (kept) return kept
    const bytes = tileOf(await published(), hashTile)
    if (tile.width === tileWidth) tiles.set(path, bytes)
    return bytes
  }

  const supported = async () => void (await tree.open())
  const latest = async () => Buffer.from((await published()).head.note)

  return {
    name,
    supported,
    latest,
    lookup: (path, version) => answerTo(path, version, recordOf),
    held: {
      supported,
      latest,
      lookup: (path, version) =>
        answerTo(path, version, async () => {
          const held = await heldRecordOf(path, version)
          if (held) return held
          throw notHeldOf(name, `the record of ${path}@${version}`)
        }),
      tile: tileAt,
    },
    async kept(path, version) {
      const record = publishedRecord(await published(), path, version)
      if (!record) return undefined
      checkLedger(record, admission.ledger)
      return formatModuleRecord(record)
    },
    tile: tileAt,
    readers: {
      async checkpoint() {
        return Buffer.from(((await cosigning?.latest()) ?? (await published()).head).checkpoint)
      },
      async entries(tile) {
        return formatEntryBundle(textsOf(await published(), tile))
      },
      async proof(path, version) {
        const cosigned = await cosigning?.latest()
        const { record, tree } = await recordOf(path, version)
        const index = record.number
        const { size, checkpoint } = cosigned && index < cosigned.size ? cosigned : tree.head
        const proof = runPlan({ read: tree.read, size }, planRecordProof(size, index))
        const extra = Buffer.from(formatModuleRecord(record))
        return Buffer.from(formatTlogProof({ index, proof, checkpoint, extra }))
      },
    },
    view: logView(published, () => ({ waiting: group.waiting(), refused }), cosigning?.standing),
    async close() {
      await group.stop()
      await cosigning?.close()
      tree.close()
    },
  }
}
