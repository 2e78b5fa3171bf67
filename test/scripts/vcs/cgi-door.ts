import { spawn } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { cgiAnswer } from '../../forge/cgi-answer.ts'
import type { Door, Visit } from './door.ts'

type Environment = Readonly<Record<string, string>>

/** Serves the git repository in a folder. Source: cmd/go/internal/vcweb/git.go. */
export function gitDoor(folder: string, env: Environment): Door {
  const whole = { ...env, GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1' }
  return (visit) => {
    const protocol = visit.request.headers['git-protocol']
    const asked = typeof protocol === 'string' ? { GIT_PROTOCOL: protocol } : {}
    return callProgram('git', ['http-backend'], { ...whole, ...asked }, folder, visit)
  }
}

/** Serves the Fossil repository in a folder, of the folder's own name. Source: cmd/go/internal/vcweb/fossil.go. */
export async function fossilDoor(folder: string, env: Environment): Promise<Door> {
  const repository = join(folder, `${basename(folder)}.fossil`)
  const script = `${repository}.cgi`
  await writeFile(script, `#!/usr/bin/env fossil\nrepository: ${repository}\n`)
  await chmod(script, 0o755)
  return (visit) => callProgram('fossil', [script], env, folder, visit)
}

/** Hands a request to a CGI program and its answer back. Source: RFC 3875. */
async function callProgram(
  program: string,
  args: readonly string[],
  env: Environment,
  cwd: string,
  { request, response, path, search, host, signal }: Visit,
): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: { ...env, ...metaVariables({ request, path, search, host }) },
    signal,
    killSignal: 'SIGKILL',
  })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  request.pipe(child.stdin)
  const complaint = text(child.stderr).catch(() => '')
  const answer = await cgiAnswer(child.stdout)
  if (answer === undefined) throw new Error(`${program} gave no answer: ${await complaint}`)
  response.writeHead(answer.status, answer.headers)
  await pipeline(answer.body, response)
}

function metaVariables({
  request,
  path,
  search,
  host,
}: Pick<Visit, 'request' | 'path' | 'search' | 'host'>): Record<string, string> {
  const fields = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`HTTP_${name.replaceAll('-', '_').toUpperCase()}`, value]] : [],
  )
  return {
    ...(Object.fromEntries(fields) as Record<string, string>),
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    SERVER_SOFTWARE: 'test',
    SERVER_NAME: host,
    SERVER_PORT: '443',
    HTTPS: 'on',
    HTTP_HOST: host,
    SCRIPT_NAME: '',
    REQUEST_METHOD: request.method ?? 'GET',
    REQUEST_URI: path + search,
    PATH_INFO: path,
    QUERY_STRING: search.slice(1),
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    CONTENT_LENGTH: request.headers['content-length'] ?? '',
  }
}
