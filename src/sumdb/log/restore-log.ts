import { Failure } from '../../failure.ts'
import type { LogFile } from '../../store/log/log-file.ts'
import { growTree, type GrownTree, type TreeEdge } from '../../tlog/grow-tree.ts'
import { equalHashes, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import type { CopiedRecord, LogCopy } from './log-copy.ts'
import { rootAt } from './read-edge.ts'

/** What a log is restored with. */
export interface Restoring {
  /** Its name. */
  readonly name: string
  /** Its database, older than what was published, and its edge, verified. */
  readonly log: Pick<LogFile, 'commit' | 'read'>
  readonly head: TreeHead
  readonly edge: TreeEdge
  /** The head in its guard. */
  readonly published: TreeHead
  readonly copy: LogCopy
  /** Unix milliseconds. */
  readonly at: number
}

/** Records that go into one head, and are in memory together. */
const mostTogether = 4096

/**
 * Brings the records that a database lacks from a copy, up to the largest head that was ever published. The copy is read
 * twice: nothing is written before all of it was compared with the heads of guard and copy, so one that lies leaves the
 * database as it was; and what is written is what was compared.
 *
 * @returns the head that the database has now
 * @throws Failure `mismatch` when the copy contradicts database or guard, `not-found` when it lacks what was published
 */
export async function restoreLog(given: Restoring): Promise<TreeHead> {
  const { name, log, head, published, copy, at } = given
  const heads = [published, copy.head]
  for (const { size, root } of heads) {
    if (size <= head.size && !equalHashes(rootAt(log.read, size, name), root))
      throw contradicts(size)
  }
  const wanted = heads.filter(({ size }) => size > head.size)
  if (wanted.length > 0 && copy.head.size < published.size) {
    throw new Failure(
      'not-found',
      `Cannot restore the log: the copy has ${copy.head.size} records, and ${published.size} were published`,
      {
        hint: 'It takes a copy that has them all. If there is none, that log has ended: begin one with another name',
      },
    )
  }
  const roots: Uint8Array[] = []
  for await (const { edge, root } of parts(given, wanted)) {
    if (wanted.some((one) => one.size === edge.size && !equalHashes(one.root, root))) {
      throw contradicts(edge.size)
    }
    roots.push(root)
  }
  let from = head
  for await (const { edge, root, tiles, records } of parts(given, wanted)) {
    const compared = roots.shift()
    if (!compared || !equalHashes(compared, root)) throw changed()
    const to = { size: edge.size, root }
    log.commit({ from, records, tiles, head: to, at })
    from = to
  }
  if (roots.length > 0) throw changed()
  return from
}

function changed(): Failure {
  return new Failure('mismatch', 'Cannot restore the log: the copy changed while it was read')
}

function contradicts(size: number): Failure {
  return new Failure(
    'mismatch',
    `Cannot restore the log: the copy makes another tree of ${size} records than was published`,
  )
}

/** What grows of the database with the records that it lacks, one part after the other; nothing where no head is wanted. */
async function* parts(
  { head, edge, copy }: Restoring,
  wanted: readonly TreeHead[],
): AsyncGenerator<GrownTree & { readonly records: readonly CopiedRecord[] }> {
  let last = edge
  if (wanted.length === 0) return
  for await (const records of chunks(copy.records(head.size), head.size, wanted)) {
    const leaves = records.map((record) => leafHash(formatModuleRecord(record)))
    const grown = growTree(last, leaves)
    yield { ...grown, records }
    last = grown.edge
  }
}

/** The same records, in parts that end where a head does, and are not too large. */
async function* chunks(
  batches: AsyncIterable<CopiedRecord[]>,
  first: number,
  heads: readonly TreeHead[],
): AsyncGenerator<CopiedRecord[]> {
  const ends = new Set(heads.map(({ size }) => size))
  let [size, part] = [first, [] as CopiedRecord[]]
  for await (const batch of batches) {
    for (const record of batch) {
      part.push(record)
      size += 1
      if (!ends.has(size) && part.length < mostTogether) continue
      yield part
      part = []
    }
  }
  if (part.length > 0) yield part
}
