import { openLogFile } from '../../store/log/log-file.ts'
import { openStore, type Store } from '../../store/open-store.ts'
import type { LogKey } from '../../sumdb/log/log-key.ts'
import { safeLines } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import { compareCopy } from '../../sumdb/log/compare-copy.ts'
import { openCopy } from '../../sumdb/log/log-copy.ts'
import { copyAt } from './copy-at.ts'
import { asFailure, findFaults, type OwnFindings } from './find-faults.ts'
import { configuredKey } from '../log-key.ts'
import { logPlace } from '../own-log.ts'

/**
 * `headwater sumdb fsck`: verifies our log from what is on the disk: its file, the last records and tiles against the latest
 * head, and that against the guard; with `--full` all records, tiles and heads, and each record against the ledger of sums. With
 * `--remote` a copy is held against it. The server may run meanwhile. Exit code 1 when something is wrong, 3 when that could not
 * be told of the copy.
 */
export async function sumdbFsck(context: CommandContext): Promise<number> {
  const { config, options, stdout } = context
  const key = await configuredKey(config.checksumLog, context)
  using store = await openStore({ folder: config.data })
  const own = await findFaults(logPlace(config, key.verifier.name), {
    key,
    store,
    isFull: options['full'] === true,
  })
  // What cannot be read here cannot be held against anything.
  const copy = own.wayOut === undefined ? await copyFindings(context, key, store) : undefined
  stdout.write(
    options['json'] === true
      ? `${JSON.stringify({ ...own, ...(copy && { copy }) })}\n`
      : told(own) + (copy ? toldOfCopy(copy) : ''),
  )
  if (own.faults.length > 0 || (copy?.faults.length ?? 0) > 0) return 1
  return copy?.unread === undefined ? 0 : 3
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
  using log = await openLogFile(file, key.text)
  try {
    const copy = await openCopy(opened.remote, key.verifier)
    return { place, faults: await compareCopy(copy, log.read) }
  } catch (error) {
    const { code, message } = asFailure(error)
    return code === 'mismatch'
      ? { place, faults: [message] }
      : { place, faults: [], unread: message }
  }
}

function told({ records, heads, tiles, faults, wayOut }: OwnFindings): string {
  const whole = heads === undefined ? '' : `, ${heads} heads, ${tiles} tiles`
  const verdict = faults.length === 0 ? 'sound' : 'damaged'
  const count = records === undefined ? 'its records cannot be counted' : `${records} records`
  const last = `The log is ${verdict}: ${count}${whole}`
  return lines([...faults, ...(wayOut === undefined ? [] : [wayOut]), last])
}

function toldOfCopy({ place, faults, unread }: CopyFindings): string {
  if (unread !== undefined) return lines([`${unread}\nThe copy in ${place} was not compared`])
  const verdict = faults.length === 0 ? 'has the same' : 'is not what the log has'
  return lines([...faults, `The copy in ${place} ${verdict}`])
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${safeLines(line)}\n`).join('')
}
