import { Failure } from '../failure.ts'
import { readKeyFile } from '../store/log/key-file.ts'
import { heldKey } from '../sumdb/log/held-key.ts'
import type { LogKey } from '../sumdb/log/log-key.ts'
import { commandKey } from '../sumdb/log/signer-command.ts'
import type { OwnLogSettings } from './config/own-log.ts'

/** How long a signer may take, milliseconds. */
const signerMs = 10_000

/** From where the settings may take a key. */
export interface KeySources {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

/**
 * The key of our own log; undefined when none is configured.
 *
 * @throws Failure `invalid` when it cannot be used, or there is more than one
 */
export async function logKey(
  { keyFile, keyEnv, signer, verifierKey }: OwnLogSettings,
  { env, cwd }: KeySources,
): Promise<LogKey | undefined> {
  const given = [keyFile, keyEnv, signer[0]].filter((way) => way !== undefined)
  if (given.length > 1) {
    throw invalid('has more than one of key-file, key-env and signer')
  }
  if (signer.length > 0 !== (verifierKey !== undefined)) {
    throw invalid('must have both of signer and verifier-key, or neither')
  }
  if (keyFile !== undefined) return heldKey(await readKeyFile(keyFile), keyFile)
  if (keyEnv !== undefined) {
    const text = env[keyEnv]
    if (text === undefined || text === '') {
      throw invalid(`names the variable ${keyEnv}, which is not set`)
    }
    return heldKey(text, `the variable ${keyEnv}`)
  }
  if (verifierKey === undefined) return undefined
  return commandKey({ command: signer, verifierKey, env: setIn(env), cwd, timeoutMs: signerMs })
}

/**
 * The same, where there must be one.
 *
 * @throws Failure `invalid` when there is none, too
 */
export async function configuredKey(
  settings: OwnLogSettings,
  sources: KeySources,
): Promise<LogKey> {
  const key = await logKey(settings, sources)
  if (key) return key
  throw new Failure('invalid', 'Cannot find our log: no key of it is configured', {
    hint: 'Set checksum-log.key-file; "headwater sumdb init --name sum.corp.example" makes a log and its key',
  })
}

function invalid(why: string): Failure {
  return new Failure('invalid', `Cannot use the key of the log: checksum-log ${why}`)
}

/** The variables that are there. */
function setIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
