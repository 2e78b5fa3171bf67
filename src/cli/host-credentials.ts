import { readFile, stat } from 'node:fs/promises'
import { Failure } from '../failure.ts'
import { basic } from '../outbound/basic-auth.ts'
import type { HostCredential } from '../outbound/credentials.ts'
import { parseNetrc } from '../outbound/netrc.ts'
import type { CredentialTable } from './config/credentials.ts'

/** Credentials, and what is to be said about the files that they stand in. */
export interface Found {
  readonly credentials: readonly HostCredential[]
  /** A sentence each, without secrets. */
  readonly warnings: readonly string[]
}

/** A file with a secret has no more than this many bytes. */
const maxFile = 1024 * 1024

/** Whom GitHub takes for the holder of a token, whatever its kind. */
const tokenUser = 'x-access-token'

/**
 * What one table of `[[credentials]]` says: a token as `Bearer`, or as the password of `user`; a password as `Basic`.
 *
 * @throws Failure `invalid` naming the host and the file or variable that cannot be used
 */
export async function ofTable(table: CredentialTable, env: NodeJS.ProcessEnv): Promise<Found> {
  const { host, user = tokenUser, scheme = 'bearer', insecure } = table
  const path = table.tokenFile ?? table.passwordFile
  const fail = (reason: string) =>
    new Failure('invalid', `Cannot use the credentials of ${host}: ${reason}`)
  let secret = table.token ?? table.password
  if (path !== undefined) secret = (await contentOf(path, fail)).replace(/\r?\n$/, '')
  if (table.tokenEnv !== undefined) {
    secret = env[table.tokenEnv]
    if (!secret) throw fail(`the variable ${table.tokenEnv} is not set`)
  }
  if (secret === undefined || secret === '' || /\p{Control}/u.test(secret)) {
    throw fail(`${path ?? table.tokenEnv ?? 'the table'} holds no secret, or more than one line`)
  }
  const isPassword = (table.password ?? table.passwordFile) !== undefined
  const isBasic = isPassword || scheme === 'basic'
  if (!isBasic && !/^[\x21-\x7e]+$/.test(secret)) {
    throw fail(`${path ?? table.tokenEnv ?? 'the table'} holds what is no token`)
  }
  const authorization = isBasic ? basic(user, secret) : `Bearer ${secret}`
  const warnings = path === undefined ? [] : await openness(path)
  return { credentials: [{ host, authorization, insecure }], warnings }
}

/**
 * What a netrc file says; it is for https only.
 *
 * Source: `cmd/go/internal/auth`
 *
 * @param mayLack whether the file need not be there
 * @throws Failure `invalid` naming the file
 */
export async function ofNetrc(path: string, mayLack: boolean): Promise<Found> {
  if (mayLack && !(await stat(path).catch(() => undefined)))
    return { credentials: [], warnings: [] }
  const lines = parseNetrc(await contentOf(path, netrcFailure))
  const credentials = lines.map(({ machine, login, password }) => ({
    host: machine.toLowerCase(),
    authorization: basic(login, password),
  }))
  return { credentials, warnings: lines.length === 0 ? [] : await openness(path) }
}

function netrcFailure(reason: string): Failure {
  return new Failure('invalid', `Cannot use the netrc file: ${reason}`)
}

async function contentOf(path: string, fail: (reason: string) => Failure): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > maxFile) throw fail(`${path} is too long`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (Failure.is(error)) throw error
    const { code } = error as NodeJS.ErrnoException
    throw fail(`${path} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}`)
  }
}

async function openness(path: string): Promise<string[]> {
  const { mode } = await stat(path)
  const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0
  return isOpen ? [`${path} holds secrets and may be read by others (chmod 600)`] : []
}
