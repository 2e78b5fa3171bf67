import { Failure } from '../../failure.ts'
import type { GuardFile } from '../../store/log/guard-file.ts'
import { makeLogFile } from '../../store/log/log-file.ts'
import { emptyRoot } from '../../tlog/hash.ts'
import type { LogKey } from './log-key.ts'
import { formatSignedHead, signHead } from './signed-head.ts'

/**
 * Makes a new log, without records: its database and its guard. A key is for one log, for ever.
 *
 * @param at Unix milliseconds
 * @throws Failure `invalid` when either is there already
 */
export async function makeLog(
  file: string,
  guard: GuardFile,
  key: LogKey,
  at: number,
): Promise<void> {
  const { name } = key.verifier
  if ((await guard.read()) !== undefined) {
    throw new Failure(
      'invalid',
      `Cannot make the log ${name}: there is a guard of it already, ${guard.file}`,
      {
        hint:
          'A log is made once. If its database is lost, "headwater sumdb restore" brings it back; ' +
          'a new log needs another name and key',
      },
    )
  }
  const head = { size: 0, root: emptyRoot }
  const signed = await signHead(head, key, at)
  await makeLogFile(file, key.text, { head, at })
  await guard.write(formatSignedHead(signed))
}
