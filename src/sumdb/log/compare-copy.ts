import type { LogReader } from '../../store/log/log-reader.ts'
import { growingRoot } from '../../tlog/growing-root.ts'
import { equalHashes, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import type { LogCopy } from './log-copy.ts'
import { mostFaults } from './verify-log.ts'

/**
 * Reads a copy whole: its records must make the root of its head, and be those of the database, as far as both go.
 *
 * @returns sentences, none when all is sound
 * @throws Failure as the copy does
 */
export async function compareCopy({ head, records }: LogCopy, read: LogReader): Promise<string[]> {
  const faults: string[] = []
  const tree = growingRoot()
  let count = 0
  for await (const batch of records(0)) {
    const own = read.records(count, batch.length)
    for (const [i, record] of batch.entries()) {
      const text = formatModuleRecord(record)
      tree.append(leafHash(text))
      const ours = own[i]
      if (ours !== undefined && formatModuleRecord(ours) !== text) {
        faults.push(`The copy has another record ${count + i}: ${record.path}@${record.version}`)
      }
    }
    count += batch.length
    if (faults.length >= mostFaults) return faults.slice(0, mostFaults)
  }
  if (!equalHashes(tree.root(), head.root)) {
    faults.push(`The ${head.size} records of the copy do not make the root that it signed`)
  }
  return faults
}
