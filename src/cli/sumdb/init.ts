import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import { openStore } from '../../store/open-store.ts'
import { writeKeyFile } from '../../store/log/key-file.ts'
import { heldKey } from '../../sumdb/log/held-key.ts'
import type { LogKey } from '../../sumdb/log/log-key.ts'
import { logLock } from '../../sumdb/log/log-lock.ts'
import { makeLog } from '../../sumdb/log/make-log.ts'
import { isKeyName } from '../../tlog/key-id.ts'
import { shownKey } from '../../tlog/key-text.ts'
import { formatSignerKey } from '../../tlog/signer.ts'
import type { Config } from '../config/config.ts'
import { isSumdbName } from '../config/sumdb.ts'
import type { CommandContext } from '../context.ts'
import { configuredKey } from '../log-key.ts'
import { logPlace, type LogPlace } from '../own-log.ts'
import { clientSettings } from './client-settings.ts'

/**
 * `headwater sumdb init`: makes a new log, and with `--name` a key for it; without, it is for the key that is configured.
 * Prints what clients set.
 *
 * @throws Failure `invalid` when there is a log, a guard or a key file already
 */
export async function sumdbInit(context: CommandContext): Promise<number> {
  const { config, options, stdout, cwd } = context
  const name = options['name'] as string | undefined
  const file = resolve(cwd, (options['keyFile'] as string | undefined) ?? `${name ?? ''}.key`)
  const key =
    name === undefined
      ? await configuredKey(config.checksumLog, context)
      : await newKey(config, name, file)
  using store = await openStore({ folder: config.data })
  const place = logPlace(config, key.verifier.name)
  await using _ = await logLock(store, place.guard)
  await makeLog(place.file, place.guard, key, Date.now())
  const made = {
    key: key.text,
    guard: place.guard.file,
    ...(name !== undefined && { keyFile: file }),
  }
  stdout.write(options['json'] === true ? `${JSON.stringify(made)}\n` : told(made, config))
  return 0
}

/** Makes a key, unless there is a log in the data folder. */
async function newKey(config: Config, name: string, file: string): Promise<LogKey> {
  const place = logPlace(config, name)
  const fault = await faultOf(config, name, place)
  if (fault !== undefined) {
    throw new Failure('invalid', `Cannot make the log ${shownKey(name)}: ${fault}`, {
      hint: 'A log is made once, and a data folder has one: "headwater sumdb fsck" tells how it is',
    })
  }
  const text = formatSignerKey(name, randomBytes(32), 1)
  await writeKeyFile(file, text)
  return heldKey(text, file)
}

/** What keeps a log from being made, before anything is. */
async function faultOf(
  { checksumDatabases }: Config,
  name: string,
  { file, guard }: LogPlace,
): Promise<string | undefined> {
  if (!isSumdbName(name) || !isKeyName(name))
    return 'a name is like that of a host, perhaps with a path: sum.corp.example'
  if (checksumDatabases.some(({ key }) => key.startsWith(`${name}+`))) {
    return 'a checksum database of others has that name'
  }
  if (existsSync(file)) return `there is a log already, ${file}`
  return (await guard.read()) === undefined
    ? undefined
    : `there is a guard of it already, ${guard.file}`
}

function told(
  { key, guard, keyFile }: { key: string; guard: string; keyFile?: string },
  config: Config,
): string {
  const settings =
    keyFile === undefined
      ? []
      : [
          'Its private key, for headwater.toml:',
          '    [checksum-log]',
          `    key-file = ${JSON.stringify(keyFile)}`,
          'Keep a copy of it where nobody else can read it: without it nothing can be added any more.',
          '',
        ]
  const proxy = config.publicUrl === undefined ? '' : `GOPROXY=${config.publicUrl} `
  return [
    `The log is made. Its key is ${key}`,
    `Its guard is ${guard}: keep it out of the backups of ${config.data}`,
    '',
    ...settings,
    'For clients of this mirror:',
    `    go env -w ${proxy}${clientSettings(key, config.private.length > 0)}`,
    '',
  ].join('\n')
}
