import { Failure } from '../../failure.ts'
import { openLogFile } from '../../store/log/log-file.ts'
import { openStore, type Store } from '../../store/open-store.ts'
import { checkLedger } from '../../sumdb/log/admit.ts'
import { checkGuard, readGuard } from '../../sumdb/log/guard.ts'
import type { LogKey } from '../../sumdb/log/log-key.ts'
import { readEdge } from '../../sumdb/log/read-edge.ts'
import { verifyLog, type LogFindings } from '../../sumdb/log/verify-log.ts'
import { safeLines } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import { compareCopy } from '../../sumdb/log/compare-copy.ts'
import { openCopy } from '../../sumdb/log/log-copy.ts'
import { copyAt } from './copy-at.ts'
import { configuredKey } from '../log-key.ts'
import { logPlace } from '../own-log.ts'

/**
 * `headwater sumdb fsck`: verifies our log from what is on the disk: the last records and tiles against the latest head, and
 * that against the guard; with `--full` all records, tiles and heads, and each record against the ledger of sums. With
 * `--remote` a copy is held against it. The server may run meanwhile. Exit code 1 when something is wrong, 3 when that could not
 * be told of the copy.
 */
export async function sumdbFsck(context: CommandContext): Promise<number> {
  const { config, options, stdout } = context
  const key = await configuredKey(config.checksumLog, context)
  using store = await openStore({ folder: config.data })
  const own = await findings(context, key, store)
  const copy = await copyFindings(context, key, store)
  stdout.write(
    options['json'] === true
      ? `${JSON.stringify({ ...own, ...(copy && { copy }) })}\n`
      : told(own) + (copy ? toldOfCopy(copy) : ''),
  )
  if (own.faults.length > 0 || (copy?.faults.length ?? 0) > 0) return 1
  return copy?.unread === undefined ? 0 : 3
}

type Findings = Partial<LogFindings> & {
  readonly records: number
  readonly faults: readonly string[]
}

async function findings(
  { config, options }: CommandContext,
  key: LogKey,
  store: Store,
): Promise<Findings> {
  const { verifier } = key
  const { file, guard } = logPlace(config, verifier.name)
  // The guard first: whatever it says was committed before.
  const published = await readGuard(guard, verifier).catch(asFault)
  const log = await openLogFile(file, key.text)
  try {
    const { read } = log
    const records = read.latestHead()?.size ?? 0
    const outside = Failure.is(published)
      ? [published.message]
      : faultOf(() => checkGuard(published, read, verifier, guard))
    const edge = faultOf(() => readEdge(read, verifier.name))
    if (options['full'] !== true) return { records, faults: [...outside, ...edge] }
    const whole = verifyLog(read, (record) => {
      const [fault] = faultOf(() =>
        checkLedger(record, (path, version) => store.facts.sumsOf(path, version)),
      )
      return fault
    })
    return { ...whole, faults: [...outside, ...edge, ...whole.faults] }
  } finally {
    log.close()
  }
}

interface CopyFindings {
  readonly place: string
  readonly faults: readonly string[]
  /** Why it could not be read. */
  readonly unread?: string
}

async function copyFindings(
  context: CommandContext,
  key: LogKey,
  store: Store,
): Promise<CopyFindings | undefined> {
  const place = context.options['remote'] as string | undefined
  if (place === undefined) return undefined
  const { file } = logPlace(context.config, key.verifier.name)
  await using opened = await copyAt(place, key.verifier.name, context, store)
  const log = await openLogFile(file, key.text)
  try {
    const copy = await openCopy(opened.remote, key.verifier)
    return { place, faults: await compareCopy(copy, log.read) }
  } catch (error) {
    const { code, message } = asFault(error)
    return code === 'mismatch'
      ? { place, faults: [message] }
      : { place, faults: [], unread: message }
  } finally {
    log.close()
  }
}

function faultOf(work: () => unknown): string[] {
  try {
    work()
    return []
  } catch (error) {
    return [asFault(error).message]
  }
}

function asFault(error: unknown): Failure {
  if (Failure.is(error)) return error
  throw error
}

function told({ records, heads, tiles, faults }: Findings): string {
  const whole = heads === undefined ? '' : `, ${heads} heads, ${tiles} tiles`
  const verdict = faults.length === 0 ? 'sound' : 'damaged'
  return lines([...faults, `The log is ${verdict}: ${records} records${whole}`])
}

function toldOfCopy({ place, faults, unread }: CopyFindings): string {
  if (unread !== undefined) return lines([`${unread}\nThe copy in ${place} was not compared`])
  const verdict = faults.length === 0 ? 'has the same' : 'is not what the log has'
  return lines([...faults, `The copy in ${place} ${verdict}`])
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${safeLines(line)}\n`).join('')
}
