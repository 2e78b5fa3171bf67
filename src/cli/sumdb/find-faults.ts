import { dirname } from 'node:path'
import { Failure } from '../../failure.ts'
import { damageIn } from '../../store/log/disk-failure.ts'
import { openLogFile } from '../../store/log/log-file.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import type { Store } from '../../store/open-store.ts'
import { checkLedger } from '../../sumdb/log/admit.ts'
import { checkGuard, readGuard } from '../../sumdb/log/guard.ts'
import type { LogKey } from '../../sumdb/log/log-key.ts'
import { readEdge } from '../../sumdb/log/read-edge.ts'
import { verifyLog, type LogFindings } from '../../sumdb/log/verify-log.ts'
import type { LogPlace } from '../own-log.ts'

/** What was found of our log, as far as it could be read. */
export type OwnFindings = Partial<LogFindings> & {
  readonly faults: readonly string[]
  /** What to do where its file itself is damaged, and not only what is in it. */
  readonly wayOut?: string
}

/** What is verified. */
export interface Wanted {
  readonly key: LogKey
  readonly store: Store
  /** All there is, and not only its end. */
  readonly isFull: boolean
}

/**
 * Verifies our log from what is on the disk: its file as SQLite can tell, its end against its head, and that against the guard;
 * or all records, tiles and heads, and each record against the ledger of sums.
 *
 * @throws Failure when there is no database of that log, or it cannot be read for another reason than damage
 */
export async function findFaults(
  { file, guard }: Pick<LogPlace, 'file' | 'guard'>,
  { key, store, isFull }: Wanted,
): Promise<OwnFindings> {
  const { verifier } = key
  // The guard first: whatever it says was committed before.
  const published = await readGuard(guard, verifier).catch(asFailure)
  const faults = Failure.is(published) ? [published.message] : []
  let found: Partial<LogFindings> = {}
  let ofFile: readonly string[] = []
  try {
    using log = await openLogFile(file, key.text)
    const { read } = log
    ofFile = read.fileFaults(isFull)
    found = { records: read.latestHead()?.size ?? 0 }
    if (!Failure.is(published)) {
      faults.push(...faultOf(() => checkGuard(published, read, verifier, guard)))
    }
    faults.push(...faultOf(() => readEdge(read, verifier.name)))
    if (isFull) found = verifyAll(read, store)
  } catch (error) {
    const damage = damageIn(error)
    if (damage === undefined) throw error
    if (ofFile.length === 0) ofFile = [damage]
  }
  const told = ofFile.map((fault) => `${file} is damaged: ${fault}`)
  const wayOut =
    `Stop the server, move ${dirname(file)} away, and put the newest copy in its place, if there is one; ` +
    'then "headwater sumdb restore" brings what is missing'
  return {
    ...found,
    faults: [...told, ...faults, ...(found.faults ?? [])],
    ...(told.length > 0 && { wayOut }),
  }
}

function verifyAll(read: LogReader, { facts }: Store): LogFindings {
  return verifyLog(read, (record) => {
    const [fault] = faultOf(() =>
      checkLedger(record, (path, version) => facts.sumsOf(path, version)),
    )
    return fault
  })
}

function faultOf(work: () => unknown): string[] {
  try {
    work()
    return []
  } catch (error) {
    return [asFailure(error).message]
  }
}

/** @throws what is none */
export function asFailure(error: unknown): Failure {
  if (Failure.is(error)) return error
  throw error
}
