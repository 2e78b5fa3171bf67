import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { openLogFile } from '../../store/log/log-file.ts'
import { folderFailure } from '../../store/folder-failure.ts'
import { exportLog } from '../../sumdb/log/export-log.ts'
import { checkGuard, readGuard } from '../../sumdb/log/guard.ts'
import { ofPublished, readCosignedHead } from '../../sumdb/log/witness/cosigned-head.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import type { CommandContext } from '../context.ts'
import { configuredKey } from '../log-key.ts'
import { logPlace } from '../own-log.ts'

/**
 * `headwater sumdb export DIR`: writes all that clients may ask of the log as it is published now, as files below
 * `DIR/sumdb/NAME`, with the checkpoint that witnesses have cosigned. The server may run meanwhile, and so may one that serves
 * the folder.
 *
 * @throws Failure `mismatch` when the database is not what was published
 */
export async function sumdbExport(context: CommandContext): Promise<number> {
  const { config, args, options, cwd, stdout } = context
  const key = await configuredKey(config.checksumLog, context)
  const { verifier } = key
  const { file, guard, cosigned } = logPlace(config, verifier.name)
  const folder = join(resolve(cwd, args[0] ?? ''), 'sumdb', verifier.name)
  const published = await readGuard(guard, verifier)
  const { size } = published
  using log = await openLogFile(file, key.text)
  try {
    checkGuard(published, log.read, verifier, guard)
    const tree = { read: log.read, size }
    const witnesses = config.checksumLog.witnesses.map(({ key }) => parseVerifierKey(key))
    const kept = readCosignedHead((await cosigned.read()) ?? '', verifier, witnesses)
    const { checkpoint } = ofPublished(kept, tree) ?? published
    for (const { path, bytes } of exportLog(tree, published, checkpoint)) {
      await put(join(folder, path), bytes)
    }
  } catch (error) {
    throw folderFailure(error, folder, 'write the log to')
  }
  stdout.write(
    options['json'] === true
      ? `${JSON.stringify({ folder, records: size })}\n`
      : `${folder} has the log of ${size} records\n`,
  )
  return 0
}

/** Whoever reads the file sees all of what it was, or of what it is now. */
async function put(file: string, bytes: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const unfinished = `${file}.new`
  await writeFile(unfinished, bytes)
  await rename(unfinished, file)
}
