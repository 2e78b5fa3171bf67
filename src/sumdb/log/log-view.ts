import type { LogRecord } from '../../store/log/log-record.ts'
import { descend, type Step } from '../../tlog/descent.ts'
import { leafHash } from '../../tlog/hash.ts'
import { planRecordProof } from '../../tlog/record-proof.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { publishedRecord, runPlan, type PublishedTree } from './published-tree.ts'
import type { SignedHead } from './signed-head.ts'
import type { WitnessStanding } from './witness/witness-standing.ts'

/** Our own log for those who look at it. Nothing in it logs anything, and nothing that is not published is told. */
export interface LogView {
  /** @throws Failure `mismatch` when the database is not what was published; else why it cannot be read */
  readonly standing: () => Promise<LogStanding>
  /** Up to `limit` entries, the newest first, of those whose number is below `before`. Throws as {@link standing} does. */
  readonly entries: (limit: number, before?: number) => Promise<readonly LogRecord[]>
  /** The entry with a number, and what proves it; undefined where there is none. Throws as {@link standing} does. */
  readonly entry: (number: number) => Promise<ProvableEntry | undefined>
  /** The number of the entry of a version; undefined where there is none. Throws as {@link standing} does. */
  readonly find: (path: string, version: string) => Promise<number | undefined>
  /** Those who are to cosign it; none where the configuration names none. Throws as {@link standing} does. */
  readonly witnesses: () => Promise<readonly WitnessStanding[]>
  /** What this process did since it was started. */
  readonly counts: () => LogCounts
}

/** What is published of our log. */
export interface LogStanding {
  readonly head: SignedHead
  /** When its last entry was added, Unix milliseconds, which it was signed after; undefined for the empty tree. */
  readonly headAt: number | undefined
  /** Entries that are committed, and wait for a signature. */
  readonly unsigned: number
}

/** What became of lookups. */
export interface LogCounts {
  /** Versions that wait to be committed. */
  readonly waiting: number
  /** Lookups of what must not be logged, or told. */
  readonly refused: number
}

/** An entry, with the way from it to the root of the tree. */
export interface ProvableEntry {
  readonly record: LogRecord
  readonly head: SignedHead
  /** Hash of the entry. */
  readonly leaf: Uint8Array
  /** What lies beside the way, from the entry up. */
  readonly way: readonly (Step & { readonly hash: Uint8Array })[]
}

/**
 * Makes the view of a tree.
 *
 * @param published gives what is published now
 * @param witnesses how they fare; there are none unless given
 */
export function logView(
  published: () => Promise<PublishedTree & { readonly head: SignedHead }>,
  counts: () => LogCounts,
  witnesses: LogView['witnesses'] = async () => [],
): LogView {
  return {
    counts,
    witnesses,
    async standing() {
      const { read, head } = await published()
      const [last] = head.size === 0 ? [] : read.records(head.size - 1, 1)
      const committed = read.latestHead()?.size ?? head.size
      return { head, headAt: last?.addedAt, unsigned: committed - head.size }
    },
    async entries(limit, before = Infinity) {
      const { read, size } = await published()
      const end = Math.min(before, size)
      const first = Math.max(end - limit, 0)
      return read.records(first, end - first).toReversed()
    },
    async find(path, version) {
      return publishedRecord(await published(), path, version)?.number
    },
    async entry(number) {
      const tree = await published()
      const [record] = number < tree.size ? tree.read.records(number, 1) : []
      if (record?.number !== number) return undefined
      const { steps } = descend(tree.size, number, ({ lo, hi }) => hi - lo === 1)
      const hashes = runPlan(tree, planRecordProof(tree.size, number))
      return {
        record,
        head: tree.head,
        leaf: leafHash(formatModuleRecord(record)),
        way: steps.map(({ sibling, side }, i) => ({
          sibling,
          side,
          hash: hashes[i] as Uint8Array,
        })),
      }
    },
  }
}
