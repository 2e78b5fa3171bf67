import { existsSync } from 'node:fs'
import { Failure } from '../../failure.ts'
import { makeLogFile, openLogFile } from '../../store/log/log-file.ts'
import { openStore } from '../../store/open-store.ts'
import { checkGuard, readGuard } from '../../sumdb/log/guard.ts'
import { openCopy } from '../../sumdb/log/log-copy.ts'
import { logLock } from '../../sumdb/log/log-lock.ts'
import { readEdge } from '../../sumdb/log/read-edge.ts'
import { restoreLog } from '../../sumdb/log/restore-log.ts'
import { formatSignedHead, signHead } from '../../sumdb/log/signed-head.ts'
import { emptyRoot } from '../../tlog/hash.ts'
import type { CommandContext } from '../context.ts'
import { configuredKey } from '../log-key.ts'
import { logPlace } from '../own-log.ts'
import { copyAt } from './copy-at.ts'

/**
 * `headwater sumdb restore --from DIR|URL`: brings what the database lacks of what was published, from an export or another
 * server, all of it compared with the guard before any of it is written. Where the copy is newer than the guard, the guard is
 * brought up to it.
 *
 * @throws Failure when the copy lacks something, or contradicts what is here
 */
export async function sumdbRestore(context: CommandContext): Promise<number> {
  const { config, options, stdout } = context
  const from = options['from'] as string | undefined
  if (from === undefined) {
    throw new Failure('invalid', 'Cannot restore the log: --from DIR or --from URL is missing')
  }
  const key = await configuredKey(config.checksumLog, context)
  const { verifier } = key
  const { file, guard } = logPlace(config, verifier.name)
  using store = await openStore({ folder: config.data })
  await using opened = await copyAt(from, verifier.name, context, store)
  await using _ = await logLock(store, guard)
  const published = await readGuard(guard, verifier)
  const copy = await openCopy(opened.remote, verifier, opened.isExport)
  if (!existsSync(file)) {
    await makeLogFile(file, key.text, { head: { size: 0, root: emptyRoot }, at: Date.now() })
  }
  using log = await openLogFile(file, key.text)
  const state = readEdge(log.read, verifier.name)
  const head = await restoreLog({
    name: verifier.name,
    log,
    ...state,
    published,
    copy,
    at: Date.now(),
  })
  checkGuard(published, log.read, verifier, guard)
  if (copy.head.size > published.size) {
    // Somebody has seen what the guard does not have.
    await guard.write(formatSignedHead(await signHead(head, key, Date.now())))
  }
  const added = head.size - state.head.size
  stdout.write(
    options['json'] === true
      ? `${JSON.stringify({ records: head.size, added })}\n`
      : `The log has ${head.size} records, ${added} of them restored\n`,
  )
  return 0
}
