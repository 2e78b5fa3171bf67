import { Failure } from '../../failure.ts'
import { openLogFile } from '../../store/log/log-file.ts'
import { openStore, type Store } from '../../store/open-store.ts'
import { checkLedger } from '../../sumdb/log/admit.ts'
import { checkGuard, readGuard } from '../../sumdb/log/guard.ts'
import type { LogKey } from '../../sumdb/log/log-key.ts'
import { readEdge } from '../../sumdb/log/read-edge.ts'
import { verifyLog, type LogFindings } from '../../sumdb/log/verify-log.ts'
import type { CommandContext } from '../context.ts'
import { compareCopy } from '../../sumdb/log/compare-copy.ts'
import { openCopy } from '../../sumdb/log/log-copy.ts'
import { copyAt } from './copy-at.ts'
import { configuredKey } from '../log-key.ts'
import { logPlace } from '../own-log.ts'

/**
 * `headwater sumdb fsck`: verifies our log from what is on the disk: the last records and tiles against the latest head, and
 * that against the guard; with `--full` all records, tiles and heads, and each record against the ledger of sums. With
 * `--remote` a copy is held against it. The server may run meanwhile. Exit code 1 when something is wrong.
 */
export async function sumdbFsck(context: CommandContext): Promise<number> {
  const { config, options, stdout } = context
  const key = await configuredKey(config.checksumLog, context)
  using store = await openStore({ folder: config.data })
  const own = await findings(context, key, store)
  const other = await remoteFaults(context, key, store)
  const found = { ...own, faults: [...own.faults, ...other] }
  stdout.write(options['json'] === true ? `${JSON.stringify(found)}\n` : told(found))
  return found.faults.length === 0 ? 0 : 1
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

async function remoteFaults(context: CommandContext, key: LogKey, store: Store): Promise<string[]> {
  const place = context.options['remote'] as string | undefined
  if (place === undefined) return []
  const { file } = logPlace(context.config, key.verifier.name)
  await using opened = await copyAt(place, key.verifier.name, context, store)
  const log = await openLogFile(file, key.text)
  try {
    return await compareCopy(await openCopy(opened.remote, key.verifier), log.read)
  } catch (error) {
    return [asFault(error).message]
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
  return [...faults, `The log is ${verdict}: ${records} records${whole}`]
    .map((line) => `${line}\n`)
    .join('')
}
