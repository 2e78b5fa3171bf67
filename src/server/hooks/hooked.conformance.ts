import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { encodeBase64 } from '../../tlog/base64.ts'
import { privateKeyFromSeed, rawPublicKey, signEd25519 } from '../../tlog/ed25519.ts'
import { memoryMirror, noon, serve } from '../memory-mirror.conformance.ts'
import type { HookOptions } from './take-hooks.ts'

/** The secret of every forge here; GitHub's own example. */
export const secret = "It's a Secret to Everybody"
/** A push, as GitHub and Gitea tell it. */
export const push =
  '{"repository":{"clone_url":"https://git.example/a/b.git","ssh_url":"git@git.example:a/b.git"}}'
/** A body of other programs. */
export const named = '{"repository":"https://git.example/a/b"}'
const key = privateKeyFromSeed(new Uint8Array(32).fill(7))
/** A signing token of GitLab. */
export const signing = `whsec_${encodeBase64(Buffer.from('a key of GitLab, 32 bytes long..'))}`

const hmac = (body: string, by: string | Uint8Array = secret) =>
  createHmac('sha256', by).update(body).digest()
/** The HMAC-SHA256 of a body, in hexadecimal digits. */
export const hex = (body: string, by = secret) => hmac(body, by).toString('hex')

/** Headers to send; a list is sent one by one. */
export type Headers = Record<string, string | string[]>

/** A server whose forges have a secret each, and what it was told to look at. */
export async function hooked(t: TestContext, options: Partial<HookOptions> = {}) {
  const { mirror } = memoryMirror(t)
  const looks: string[][] = []
  const server = await serve(t, mirror, {
    publicUrl: 'https://go.corp.example',
    hooks: {
      github: [secret],
      gitlab: [secret, signing],
      gitea: [secret],
      sourcehut: [{ host: 'git.sr.ht', key: encodeBase64(rawPublicKey(key)) }],
      generic: [secret],
      async refresh(repositories, at) {
        assert.equal(at, noon)
        looks.push([...repositories])
        return repositories.filter((repository) => repository === 'git.example/a/b').length
      },
      after: () => () => {},
      ...options,
    },
  })
  const post = (name: string, headers: Headers, body: string | Buffer, method = 'POST') =>
    send(
      server.port,
      `/-/hooks/${name}`,
      { 'Content-Type': 'application/json', ...headers },
      body,
      method,
    )
  return { ...server, looks, post }
}

/** One request over its own connection, with its length told. */
export async function send(
  port: number,
  path: string,
  headers: Headers,
  body: string | Buffer,
  method = 'POST',
): Promise<{ status: number | undefined; body: string; allow?: string }> {
  const sent = request({
    port,
    host: '127.0.0.1',
    path,
    method,
    agent: false,
    headers: { 'Content-Length': Buffer.byteLength(body), ...headers },
  })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const { allow } = response.headers
  return {
    status: response.statusCode,
    body: await text(response),
    ...(allow !== undefined && { allow }),
  }
}

/** Says that a delivery of GitHub is a push. */
export const event = { 'X-GitHub-Event': 'push' }
/** What sourcehut signs a body with. */
export const signedHut = (body: string, nonce = '0123456789abcdef') => ({
  'X-Payload-Nonce': nonce,
  'X-Payload-Signature': encodeBase64(signEd25519(Buffer.from(body + nonce), key)),
})
/** What GitLab signs a body with. */
export const signedLab = (body: string, by = signing) => ({
  'webhook-id': 'id-1',
  'webhook-timestamp': '1700000000',
  'webhook-signature': `v1,${hmac(`id-1.1700000000.${body}`, Buffer.from(by.slice(6), 'base64')).toString('base64')}`,
})
/** A push, as GitLab tells it. */
export const labPush = '{"object_kind":"push","project":{"web_url":"https://git.example/a/b"}}'
/** A push, as sourcehut tells it. */
export const hutPush =
  '{"data":{"webhook":{"event":"GIT_POST_RECEIVE","repository":{"name":"b","owner":{"canonicalName":"~a"}}}}}'

/** The signature of {@link push}. */
export const good = `sha256=${hex(push)}`
/** The headers of a push that GitHub signs. */
export const signed = (body: string | Buffer, more: Headers = {}): Headers => ({
  ...event,
  'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  ...more,
})
