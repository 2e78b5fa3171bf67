import { open } from 'node:fs/promises'
import { Failure } from '../failure.ts'
import { secretFault } from './config/hooks.ts'
import type { HookSecret } from './config/hooks.ts'
import type { Config } from './config/config.ts'

const forges = ['github', 'gitlab', 'gitea', 'generic'] as const

/** The secrets of hooks by forge, those of files too. */
export type ReadSecrets = Record<(typeof forges)[number], string[]>

/** Why a secret of the configuration cannot be used. */
export interface HookFault {
  readonly forge: (typeof forges)[number]
  /** Which entry it is, from 0. */
  readonly index: number
  /** Has nothing of the secret. */
  readonly reason: string
}

/**
 * Reads every secret that hooks are proven with.
 *
 * @throws Failure `invalid` for a file that cannot be used: whoever starts without would refuse genuine hooks
 */
export async function readHookSecrets(hooks: Config['hooks']): Promise<ReadSecrets> {
  const { secrets, faults } = await readAll(hooks)
  const [fault] = faults
  if (fault === undefined) return secrets
  const name = `hooks.${fault.forge}[${fault.index}]`
  throw new Failure('invalid', `Cannot take hooks: ${name} ${fault.reason}`)
}

/** What is wrong with the files of secrets on this machine. */
export async function hookFaults(hooks: Config['hooks']): Promise<HookFault[]> {
  return (await readAll(hooks)).faults
}

async function readAll(
  hooks: Config['hooks'],
): Promise<{ secrets: ReadSecrets; faults: HookFault[] }> {
  const secrets: ReadSecrets = { github: [], gitlab: [], gitea: [], generic: [] }
  const faults: HookFault[] = []
  for (const forge of forges) {
    for (const [index, entry] of hooks[forge].entries()) {
      const secret = await read(entry)
      if ('fault' in secret) faults.push({ forge, index, reason: secret.fault })
      else secrets[forge].push(secret.secret)
    }
  }
  return { secrets, faults }
}

const longest = 4096

/** A file has the secret, and a line break at its end at most. */
async function read(
  entry: HookSecret,
): Promise<{ readonly secret: string } | { readonly fault: string }> {
  if ('secret' in entry) return entry
  let text: string
  try {
    await using file = await open(entry.file)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longest + 1), 0, longest + 1, 0)
    if (bytesRead > longest) return { fault: 'names a file that is too long for a secret' }
    text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead))
  } catch (error) {
    const { code = 'for an unknown reason' } = error as NodeJS.ErrnoException
    return { fault: `names ${entry.file}, which cannot be read (${code})` }
  }
  const secret = text.replace(/\r?\n$/, '')
  const fault = secretFault(secret)
  return fault === undefined ? { secret } : { fault: `names a file with a secret that ${fault}` }
}
