import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { run } from '../../test/forge/run.ts'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { freePort } from '../free-port.ts'
import type { FileServer } from './file-server.ts'

/**
 * Runs nginx with one worker, as Headwater has one process, over a folder of files. Debian's settings, except: no
 * access log, and no end to a connection after 1000 requests, because Headwater has neither.
 *
 * @returns undefined when nginx is not installed
 * @throws Error with nginx' words when it does not start
 */
export async function startNginx(folder: string): Promise<FileServer | undefined> {
  const installed = await run('nginx', ['-v'], { cwd: folder, env: process.env }).catch(() => null)
  if (installed === null) return undefined
  const home = await temporaryFolder('nginx')
  const port = await freePort()
  const config = join(home.path, 'nginx.conf')
  await mkdir(join(home.path, 'logs'))
  await writeFile(config, configuration(home.path, folder, port))
  const child = spawn('nginx', ['-p', home.path, '-e', 'stderr', '-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const ended = once(child, 'close')
  const url = `http://127.0.0.1:${port}`
  const server: FileServer = {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      await home[Symbol.asyncDispose]()
    },
  }
  while (!(await fetch(url).catch(() => undefined))) {
    if (child.exitCode !== null) {
      await server[Symbol.asyncDispose]()
      throw new Error(`nginx ended before it was ready: ${complaint.trim()}`)
    }
    await pause(20)
  }
  return server
}

function configuration(home: string, folder: string, port: number): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = kinds.map((kind) => `${kind}_temp_path ${home}/${kind};`).join(' ')
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log stderr;
events { worker_connections 768; }
http {
  ${temporary}
  sendfile on;
  tcp_nopush on;
  access_log off;
  keepalive_requests 1000000000;
  default_type application/octet-stream;
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`
}
