import { devNull, tmpdir } from 'node:os'
import type { RemoteCall } from './connection.ts'
import type { Program } from './run.ts'
import type { SshAccess } from './ssh-access.ts'
import type { StreamTarget } from './stream-target.ts'

/** Who most git servers want their clients to be. */
const usualUser = 'git'

/** Nothing of the machine or its user counts, nothing is forwarded, and nobody is asked. */
const settings: Readonly<Record<string, string>> = {
  BatchMode: 'yes',
  CheckHostIP: 'no',
  ClearAllForwardings: 'yes',
  ControlMaster: 'no',
  ControlPath: 'none',
  ForwardAgent: 'no',
  ForwardX11: 'no',
  GlobalKnownHostsFile: devNull,
  GSSAPIAuthentication: 'no',
  HostbasedAuthentication: 'no',
  IdentitiesOnly: 'yes',
  IdentityAgent: 'none',
  KbdInteractiveAuthentication: 'no',
  LogLevel: 'ERROR',
  PasswordAuthentication: 'no',
  PermitLocalCommand: 'no',
  PubkeyAuthentication: 'yes',
  RequestTTY: 'no',
  StrictHostKeyChecking: 'yes',
  Tunnel: 'no',
  UpdateHostKeys: 'no',
}

/**
 * The ssh program that makes a call, told to connect to a port of this machine in the place of the host.
 *
 * Source: ssh(1), ssh_config(5)
 */
export function sshProgram(
  { command, env }: Pick<RemoteCall, 'command' | 'env'>,
  target: StreamTarget,
  access: SshAccess,
  localPort: number,
): Program {
  const own = {
    ...settings,
    HostKeyAlias: hostKeyName(target),
    IdentityFile: `"${access.key}"`,
    UserKnownHostsFile: `"${access.knownHosts}"`,
    Port: String(localPort),
    User: target.user || (access.user ?? usualUser),
    ...(Object.keys(env).length > 0 && { SendEnv: Object.keys(env).join(' ') }),
  }
  const options = Object.entries(own).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  return {
    command: 'ssh',
    debianPackage: 'openssh-client',
    args: ['-F', 'none', '-T', ...options, '--', '127.0.0.1', command],
    env,
    cwd: tmpdir(),
    waitsForNetwork: true,
    speaksFirst: true,
  }
}

/** How `known_hosts` names a host. Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT" */
function hostKeyName({ host, port }: StreamTarget): string {
  return port === 22 ? host : `[${host}]:${port}`
}
