import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { cgiAnswer, type CgiAnswer } from './cgi-answer.ts'
import { isolated } from './isolation.ts'
import type { ForgeRequest } from './reply.ts'

/** What a repository's server speaks: version 2, only version 1 or 0, or plain files (the "dumb" protocol). */
export type Protocol = 'v2' | 'v1' | 'v0' | 'dumb'

/** What the backend needs beside the request. */
export interface BackendCall {
  /** Folder of the repositories, `<host>/<path>.git` each. */
  readonly root: string
  /** Git configuration that stands for the forge's own. */
  readonly config: string
  readonly protocol: Protocol
  readonly input: Readable
  readonly remoteAddress: string
  /** The client is gone: the program is ended. */
  readonly signal: AbortSignal
}

let program: string | undefined

/**
 * Asks git's own CGI program, streaming the request in and the answer out.
 *
 * Sources: git-http-backend(1), RFC 3875 (CGI).
 *
 * @throws Error when the program ends without an answer
 */
export async function gitBackend(request: ForgeRequest, call: BackendCall): Promise<CgiAnswer> {
  program ??= join(execFileSync('git', ['--exec-path']).toString().trim(), 'git-http-backend')
  const child = spawn(program, [], { env: environmentOf(request, call), signal: call.signal })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.stdout.on('error', () => {})
  call.input.pipe(child.stdin)
  const complaint = text(child.stderr).catch(() => '')
  const answer = await cgiAnswer(child.stdout)
  if (answer === undefined) throw new Error(`git http-backend gave no answer: ${await complaint}`)
  return answer
}

function environmentOf(request: ForgeRequest, call: BackendCall): Record<string, string> {
  const { headers } = request
  const plain = call.protocol === 'dumb'
  const optional = {
    CONTENT_TYPE: headers['content-type'],
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    HTTP_ACCEPT_ENCODING: headers['accept-encoding'],
    REMOTE_USER: userOf(headers.authorization),
    GIT_PROTOCOL: versionOf(call.protocol, headers['git-protocol'] as string | undefined),
  }
  const given = Object.entries(optional).filter((pair): pair is [string, string] => !!pair[1])
  return isolated(call.root, {
    GIT_CONFIG_GLOBAL: call.config,
    GIT_PROJECT_ROOT: call.root,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: request.method,
    PATH_INFO: `/${request.host}${decodeURIComponent(request.path)}`,
    QUERY_STRING: plain ? '' : request.query.toString(),
    REMOTE_ADDR: call.remoteAddress,
    ...Object.fromEntries(given),
  })
}

function versionOf(protocol: Protocol, asked: string | undefined): string | undefined {
  if (protocol === 'v2') return asked
  return protocol === 'v1' ? 'version=1' : undefined
}

function userOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  return Buffer.from(encoded, 'base64').toString().split(':')[0]
}
