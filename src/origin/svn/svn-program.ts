import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProgramWay } from '../../outbound/program-way.ts'
import type { Program } from '../../outbound/run.ts'

/**
 * An svn command that asks a server: no configuration, stored credentials or certificates, prompts, tunnels or
 * translations; UTF-8. What comes from outside stands behind `--`.
 *
 * @param folder an empty one, for what svn wants to write
 */
export async function svnProgram(
  folder: string,
  args: readonly string[],
  way: ProgramWay,
): Promise<Program> {
  const config = join(folder, 'config')
  await mkdir(config, { recursive: true })
  const { hostname, port } = new URL(way.base)
  const options = [
    `servers:global:http-proxy-host=${hostname}`,
    `servers:global:http-proxy-port=${port}`,
    'servers:global:http-proxy-exceptions=',
    'servers:global:http-chunked-requests=no',
    'servers:global:http-bulk-updates=yes',
    'servers:global:http-compression=no',
    'servers:global:store-passwords=no',
    'servers:global:store-ssl-client-cert-pp=no',
    'config:tunnels:ssh=false',
    'config:auth:password-stores=',
  ]
  const [command = '', ...rest] = args
  return {
    command: 'svn',
    debianPackage: 'subversion',
    args: [
      command,
      '--non-interactive',
      '--no-auth-cache',
      '--config-dir',
      config,
      ...options.flatMap((option) => ['--config-option', option]),
      ...rest,
    ],
    cwd: folder,
    env: { HOME: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC', SVN_SSH: 'false' },
  }
}
