import { Failure } from '../../failure.ts'
import type { LogFile } from '../../store/log/log-file.ts'
import { growTree, type GrownTree, type TreeEdge } from '../../tlog/grow-tree.ts'
import { equalHashes, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord, type ModuleRecord } from '../../tlog/record-text.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import type { LogCopy } from './log-copy.ts'

/** What a log is restored with. */
export interface Restoring {
  /** Its database, older than what was published, and its edge, verified. */
  readonly log: Pick<LogFile, 'commit'>
  readonly head: TreeHead
  readonly edge: TreeEdge
  /** The head in its guard. */
  readonly published: TreeHead
  readonly copy: LogCopy
  /** Unix milliseconds. */
  readonly at: number
}

/** Records that go into one head. */
const mostTogether = 4096

/**
 * Brings the records that a database lacks from a copy, up to the largest head that was ever published. Nothing is written
 * before all of it was compared with the heads of guard and copy, so a copy that lies leaves the database as it was.
 *
 * @returns the head that the database has now
 * @throws Failure `mismatch` when the copy contradicts database or guard, `not-found` when it lacks what was published
 */
export async function restoreLog(given: Restoring): Promise<TreeHead> {
  const { log, head, edge, published, copy, at } = given
  const wanted = [published, copy.head].filter(({ size }) => size > head.size)
  if (wanted.length === 0) {
    checkHeads(head, [published, copy.head])
    return head
  }
  if (copy.head.size < published.size) {
    throw new Failure(
      'not-found',
      `Cannot restore the log: the copy has ${copy.head.size} records, and ${published.size} were published`,
      {
        hint: 'It takes a copy that has them all. If there is none, that log has ended: begin one with another name',
      },
    )
  }
  const parts: (GrownTree & { readonly records: readonly ModuleRecord[] })[] = []
  let last = edge
  for await (const records of chunks(copy.records(head.size), head.size, wanted)) {
    const leaves = records.map((record) => leafHash(formatModuleRecord(record)))
    const grown = growTree(last, leaves)
    parts.push({ ...grown, records })
    last = grown.edge
    checkHeads({ size: last.size, root: grown.root }, wanted)
  }
  let from = head
  for (const { edge, root, tiles, records } of parts) {
    const to = { size: edge.size, root }
    log.commit({ from, records, tiles, head: to, at })
    from = to
  }
  return from
}

/** What has the size of the tree must have its root. */
function checkHeads(tree: TreeHead, heads: readonly TreeHead[]): void {
  for (const { size, root } of heads) {
    if (size !== tree.size || equalHashes(root, tree.root)) continue
    throw new Failure(
      'mismatch',
      `Cannot restore the log: the copy makes another tree of ${size} records than was published`,
    )
  }
}

/** The same records, in parts that end where a head does, and are not too large. */
async function* chunks(
  batches: AsyncIterable<ModuleRecord[]>,
  first: number,
  heads: readonly TreeHead[],
): AsyncGenerator<ModuleRecord[]> {
  const ends = new Set(heads.map(({ size }) => size))
  let [size, part] = [first, [] as ModuleRecord[]]
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
