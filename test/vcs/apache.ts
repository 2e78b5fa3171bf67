import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { startServer, type ProgramServer } from './program-server.ts'

/** An Apache that serves Subversion repositories. */
export interface Apache extends ProgramServer {
  /** Method, path, status and User-Agent of each request, tabs between them. */
  readonly asked: () => Promise<string[]>
}

/** Where Debian has it, and not every user's PATH; and its modules. */
const path = [process.env['PATH'], '/usr/sbin'].join(delimiter)
const modules = '/usr/lib/apache2/modules'

/** What a test is skipped for: what is missing, or false. */
export const missingApache = (): string | false =>
  existsSync(`${modules}/mod_dav_svn.so`) ? false : 'Apache with mod_dav_svn is not installed'

/**
 * Starts it. The repository in `<home>/<name>` is at `/<name>`, as an older server gives it at `/older`, and
 * `/old/…` leads to it.
 *
 * @param home its files, and the repository's
 */
export async function startApache(home: string, name: string): Promise<Apache> {
  const log = join(home, 'access.log')
  const args = (port: number) => {
    // Started by root it works as somebody else, who must be able to read all of it.
    chmodSync(home, 0o755)
    writeFileSync(join(home, 'apache.conf'), settings({ home, log, name, port }))
    return ['-D', 'FOREGROUND', '-f', join(home, 'apache.conf')]
  }
  const server = await startServer('apache2', args, {
    cwd: home,
    env: { ...process.env, PATH: path },
  })
  return {
    ...server,
    asked: async () => (await readFile(log, 'utf8')).split('\n').slice(0, -1),
  }
}

function settings(place: { home: string; log: string; name: string; port: number }): string {
  const { home, name } = place
  const loaded = ['mpm_event', 'authz_core', 'alias', 'dav', 'dav_svn']
  return `ServerRoot ${home}
ServerName 127.0.0.1
Listen 127.0.0.1:${place.port}
PidFile ${home}/apache.pid
DefaultRuntimeDir ${home}
ErrorLog ${home}/error.log
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
${loaded.map((module) => `LoadModule ${module}_module ${modules}/mod_${module}.so`).join('\n')}
LogFormat "%m\\t%U\\t%s\\t%{User-Agent}i" short
CustomLog ${place.log} short
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
RedirectMatch 301 ^/old/(.*)$ /${name}/$1
<Location /${name}>
  DAV svn
  SVNPath ${join(home, name)}
</Location>
<Location /older>
  DAV svn
  SVNPath ${join(home, name)}
  SVNAdvertiseV2Protocol off
  SVNAllowBulkUpdates off
</Location>
`
}
