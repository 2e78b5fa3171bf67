import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { startServer, type ProgramServer } from '../vcs/program-server.ts'

/** An nginx that serves the files below a folder, and nothing else. */
export interface Nginx extends ProgramServer {
  /** `METHOD path status` of each request since the last call. */
  readonly asked: () => Promise<string[]>
}

/** Where Debian has it, and not every user's PATH. */
const path = [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].join(delimiter)

/**
 * Starts it as a program of this user.
 *
 * @param home an empty folder of its own
 */
export async function startNginx(root: string, home: string): Promise<Nginx> {
  const log = join(home, 'access.log')
  let read = 0
  const args = (port: number) => {
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'nginx.conf'), settings({ root, home, log, port }))
    return ['-p', home, '-e', join(home, 'error.log'), '-c', join(home, 'nginx.conf')]
  }
  const server = await startServer('nginx', args, {
    cwd: home,
    env: { ...process.env, PATH: path },
  })
  return {
    ...server,
    async asked() {
      const all = (await readFile(log, 'utf8')).split('\n').slice(0, -1)
      const news = all.slice(read)
      read = all.length
      return news
    },
  }
}

function settings(place: { root: string; home: string; log: string; port: number }): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const folders = kinds.map((kind) => `${kind}_temp_path ${join(place.home, kind)};`)
  return `daemon off;
master_process off;
pid ${join(place.home, 'nginx.pid')};
events {}
http {
  ${folders.join('\n  ')}
  log_format short '$request_method $uri $status';
  access_log ${place.log} short;
  server {
    listen 127.0.0.1:${place.port};
    root ${place.root};
  }
}
`
}
