import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { must } from '../forge/run.ts'
import { startServer, type ProgramServer } from '../vcs/program-server.ts'

/** Where the server's program is, which must be called by its whole path; it stands where not everybody looks. */
const found = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  .map((folder) => join(folder, 'sshd'))
  .find((path) => spawnSync(path, ['-V']).error === undefined)

/** What tests with ssh are skipped for: what is missing, or false. */
export function missingSsh(): string | false {
  if (spawnSync('ssh', ['-V']).error) return 'ssh is not installed'
  if (found === undefined) return 'sshd is not installed'
  const folder = mkdtempSync(join(tmpdir(), 'headwater-sshd-'))
  try {
    const key = join(folder, 'key')
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const { status, stderr } = spawnSync(found, ['-t', '-f', '/dev/null', '-h', key])
    return status === 0 ? false : `sshd does not run here: ${stderr.toString().trim()}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Keys, and the files that name them. All below one folder. */
export interface SshKeys {
  /** Private keys: one that servers take, one that they do not, and one with a passphrase. */
  readonly good: string
  readonly strange: string
  readonly locked: string
  /** Lines of `known_hosts` for servers on these ports of 127.0.0.1. */
  readonly knownHosts: (...ports: number[]) => Promise<string>
  /** The same with another key for them. */
  readonly wrongHosts: (...ports: number[]) => Promise<string>
  readonly hostKey: string
  readonly authorized: string
  readonly folder: string
}

/** Makes them. */
export async function sshKeys(folder: string): Promise<SshKeys> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
  const key = async (name: string, passphrase = '') => {
    const path = join(folder, name)
    const args = ['-q', '-t', 'ed25519', '-C', 'test', '-N', passphrase, '-f', path]
    await must('ssh-keygen', args, { cwd: folder, env: process.env })
    return path
  }
  const hostKey = await key('host')
  const good = await key('good')
  const strange = await key('strange')
  const authorized = join(folder, 'authorized_keys')
  await writeFile(authorized, await readFile(`${good}.pub`))
  const hosts =
    (of: string, name: string) =>
    async (...ports: number[]) => {
      const path = join(folder, `${name} of ${ports.join(' and ')}`)
      const publicKey = await readFile(`${of}.pub`, 'utf8')
      await writeFile(path, ports.map((port) => `[127.0.0.1]:${port} ${publicKey}`).join(''))
      return path
    }
  return {
    good,
    strange,
    hostKey,
    authorized,
    folder,
    locked: await key('locked', 'open sesame'),
    knownHosts: hosts(hostKey, 'hosts'),
    wrongHosts: hosts(strange, 'wrong'),
  }
}

/** A server that anybody with the good key may ask, and what it is to do. */
export interface SshServerOptions {
  readonly keys: SshKeys
  /** A shell script that is run in the place of what is asked for, which is in `$SSH_ORIGINAL_COMMAND`. */
  readonly script: string
  /** Whether `GIT_PROTOCOL` of a client counts. */
  readonly takesProtocol: boolean
  /** Further lines of its configuration. */
  readonly more?: readonly string[]
}

let serial = 0

/** Starts a real sshd as this user, on a free port of loopback. */
export async function sshServer(options: SshServerOptions): Promise<ProgramServer> {
  const { keys, script, takesProtocol, more = [] } = options
  const name = `server-${serial++}`
  const scriptFile = join(keys.folder, `${name}.sh`)
  const config = join(keys.folder, `${name}.conf`)
  await writeFile(scriptFile, `#!/bin/sh\n${script}\n`, { mode: 0o700 })
  const lines = [
    ...more,
    'ListenAddress 127.0.0.1',
    `HostKey "${keys.hostKey}"`,
    `AuthorizedKeysFile "${keys.authorized}"`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PermitUserRC no',
    'PrintMotd no',
    'LogLevel ERROR',
    `SetEnv GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null PATH=${process.env['PATH']}`,
    ...(takesProtocol ? ['AcceptEnv GIT_PROTOCOL'] : []),
    `ForceCommand '${scriptFile}'`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`)
  const args = (port: number) => ['-D', '-f', config, '-p', String(port)]
  return startServer(found ?? 'sshd', args, { cwd: keys.folder, env: process.env })
}

/** Who the servers are asked as. */
export const sshUser = userInfo().username

/** How git of the go command is told to ask them. */
export function goSshCommand(key: string, knownHosts: string): string {
  const settings = ['IdentitiesOnly=yes', 'IdentityAgent=none', 'BatchMode=yes']
  const hosts = `UserKnownHostsFile="${knownHosts}"`
  return `ssh -F none -i ${key} ${[...settings].map((text) => `-o ${text}`).join(' ')} -o '${hosts}'`
}
