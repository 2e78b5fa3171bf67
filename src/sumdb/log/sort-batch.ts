import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import type { LogRecord, NewRecord } from '../../store/log/log-record.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'

/** What is to become of each record of a batch, and those that are new, in their order. */
export interface SortedBatch {
  readonly outcomes: (LogRecord | Failure)[]
  readonly fresh: LogRecord[]
  /** The text of each that is new. */
  readonly texts: string[]
}

/**
 * Gives each record of a batch its number in the log: that of the same one where there is one, else the next. One that is
 * not what the log has, or what the batch had before it, fails with `mismatch`, and one that is no record with `invalid`.
 *
 * @param recordOf what the log has of a version
 * @param size of the log
 * @param at Unix milliseconds
 */
export function sortBatch(
  records: readonly NewRecord[],
  recordOf: LogReader['recordOf'],
  size: number,
  at: number,
): SortedBatch {
  const fresh = new Map<string, LogRecord>()
  const texts: string[] = []
  const outcomes = records.map((record) => {
    const { path, version } = record
    const key = `${path}@${version}`
    let text: string
    try {
      text = formatModuleRecord(record)
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error
      return new Failure('invalid', `Cannot log ${key}: ${error.message}`, { cause: error })
    }
    const known = fresh.get(key) ?? recordOf(path, version)
    if (known === undefined) {
      const added = { ...record, number: size + fresh.size, addedAt: at }
      fresh.set(key, added)
      texts.push(text)
      return added
    }
    return known.zip === record.zip && known.goMod === record.goMod
      ? known
      : otherSum(known, record)
  })
  return { outcomes, fresh: [...fresh.values()], texts }
}

function otherSum(logged: LogRecord, found: NewRecord): Failure {
  const { path, version } = found
  const [name, old, now] =
    logged.zip === found.zip
      ? [`${version}/go.mod`, logged.goMod, found.goMod]
      : [version, logged.zip, found.zip]
  return new Failure(
    'mismatch',
    `Cannot log ${path} ${name} as ${now}: record ${logged.number} has ${old}`,
    {
      hint: 'The content changed after it was logged: find out why before trusting either',
    },
  )
}
